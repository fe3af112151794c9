//! A publisher of notes on either engine, heard in process or over the network.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use access::log::{AccessLog, LogMode, Migrations};
use access::{Principal, PrincipalKind, Role};
use client::{Peer, ServiceToken};
use clock::Clock;
use contracts::feed::v1::WatchRequest;
use contracts::feed::v1::feed_service_client::FeedServiceClient;
use contracts::feed::v1::feed_service_server::{FeedService, FeedServiceServer};
use database::{Connections, Database};
use feed::{Consumer, Feeds, Publisher, Remote, Source, State};
use journal::{Journal, Settings};
use testkit::Engine;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};

use crate::copy::{self, Copy};
use crate::notes;

/// The service that keeps copies.
pub const COPIER: &str = "copier";
/// The token of a service.
pub const SERVICE_TOKEN: &str = "system";
/// How long a publisher is silent at most: short, so that tests see heartbeats.
pub const HEARTBEAT: Duration = Duration::from_millis(300);
/// How long a consumer that was killed keeps its lease.
pub const TERM: Duration = Duration::from_millis(150);
/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How a consumer hears.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    InProcess,
    Network,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::InProcess, Self::Network];
}

pub struct House {
    pub database: Database,
    pub journal: Journal,
    pub publisher: Publisher,
    pub access_log: AccessLog,
    /// Of this partition, if it is one, a watch that is asked for over the network is not answered.
    pub frozen: Arc<AtomicI32>,
    address: SocketAddr,
}

/// A consumer that runs.
pub struct Following {
    pub state: tokio::sync::watch::Receiver<State>,
    pub task: JoinHandle<()>,
    pub end: CancellationToken,
}

impl House {
    pub async fn new(engine: Engine) -> Self {
        let url = testkit::fresh_url::<notes::Migrator>(engine).await;
        let connections = Connections { readers: 8, writers: 4 };
        let database = Database::connect(&url.parse().unwrap(), connections).await.unwrap();
        let (journal, _) = Journal::open(notes::SERVICE, database.clone(), Clock::system(), Settings::default());
        let publisher = Publisher::new(notes::SERVICE, &journal, notes::event).with_heartbeat(HEARTBEAT);
        let log = testkit::fresh_database::<Migrations>(Engine::Sqlite).await;
        let access_log = AccessLog::start(log, LogMode::Batched, Clock::system());
        let end = CancellationToken::new();
        tokio::spawn(journal.clone().sequence(end.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let feeds = Feeds::new([publisher.clone()], access_log.clone(), end.clone());
        let frozen = Arc::new(AtomicI32::new(-1));
        let freezing = Freezing { feeds, frozen: Arc::clone(&frozen) };
        let server = Server::builder().add_service(FeedServiceServer::with_interceptor(freezing, authenticate));
        let serving =
            server.serve_with_incoming_shutdown(TcpListenerStream::new(listener), end.clone().cancelled_owned());
        tokio::spawn(serving);
        Self { database, journal, publisher, access_log, frozen, address }
    }

    pub fn client(&self) -> FeedServiceClient<Channel> {
        FeedServiceClient::new(Endpoint::from_shared(format!("http://{}", self.address)).unwrap().connect_lazy())
    }

    pub fn source(&self, way: Way) -> Source {
        match way {
            Way::InProcess => Source::InProcess(self.publisher.clone()),
            Way::Network => {
                let peer = Peer::connect(&format!("http://{}", self.address)).unwrap();
                Source::Network(Remote::new(peer, ServiceToken::new(SERVICE_TOKEN).unwrap(), notes::SERVICE))
            }
        }
    }

    /// A consumer that keeps copies of the notes.
    pub fn follow(&self, way: Way, copies: &Database) -> Following {
        let consumer = Consumer::new(COPIER, self.source(way), copies.clone(), Copy, Clock::system());
        let consumer = consumer.with_term(TERM);
        let (state, end) = (consumer.state(), CancellationToken::new());
        Following { state, task: tokio::spawn(consumer.run(end.clone())), end }
    }

    /// Waits until as many entries were taken as there are.
    pub async fn caught_up(&self, copies: &Database) {
        let wait = async {
            self.journal.wait_until_ordered().await.unwrap();
            while copy::tally(copies, "taken").await != copy::entry_count(&self.database).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the consumer catches up");
    }
}

impl Following {
    /// Waits until it fares so.
    pub async fn until(&mut self, fares: impl Fn(&State) -> bool) -> State {
        let state = tokio::time::timeout(PATIENCE, self.state.wait_for(|state| fares(state))).await;
        state.expect("the state comes").unwrap().clone()
    }

    /// Ends it in order.
    pub async fn end(self) {
        self.end.cancel();
        self.task.await.unwrap();
        assert_eq!(*self.state.borrow(), State::Ended);
    }

    /// Ends it in the middle of whatever it does, as SIGKILL does.
    pub async fn kill(self) {
        // Unlike a process, a task leaves its connection to the next, in the middle of a statement: its server remarks on that.
        testkit::allow_log("transaction in progress");
        self.task.abort();
        let _ = self.task.await;
    }
}

/// Feeds of which one can be as slow as those of a replica that hangs.
struct Freezing {
    feeds: Feeds,
    frozen: Arc<AtomicI32>,
}

#[tonic::async_trait]
impl FeedService for Freezing {
    type WatchStream = <Feeds as FeedService>::WatchStream;

    async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        if request.get_ref().partition == self.frozen.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
        self.feeds.watch(request).await
    }
}

/// An empty database for copies, on the same engine.
pub async fn copies(engine: Engine) -> Database {
    testkit::fresh_database::<copy::Migrator>(engine).await
}

/// The caller of a token such as `system` or `sales@north`.
fn authenticate(mut request: Request<()>) -> Result<Request<()>, Status> {
    let header = request.metadata().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = header.trim_start_matches("Bearer ").to_owned();
    let (role, tenant) = token.split_once('@').unwrap_or((token.as_str(), "platform"));
    let role: Role = role.parse().map_err(|_| Status::unauthenticated("no such role"))?;
    let kind = if role == Role::System { PrincipalKind::Service } else { PrincipalKind::Staff };
    let principal = Principal {
        tenant: tenant.into(),
        issuer: "test".into(),
        subject: "somebody".into(),
        kind,
        roles: role.into(),
    };
    request.extensions_mut().insert(principal);
    Ok(request)
}
