//! A process that serves: its databases open, its port answering.

use std::net::SocketAddr;

use access::AuthenticateLayer;
use clock::Clock;
use contracts::feed::v1::feed_service_server::FeedServiceServer;
use contracts::journal::v1::journal_service_server::JournalServiceServer;
use customer::Running;
use feed::Feeds;
use foundation::{Foundation, Journals, Schema};
use server::{Server, Services, Serving};
use tokio_util::sync::CancellationToken;

use super::{ServeError, Settings};

/// A process that serves until it is stopped.
pub(crate) struct Process {
    serving: Serving,
    customer: Running,
    foundation: Foundation,
    watches: CancellationToken,
}

impl Process {
    /// Opens what the settings name, and serves it.
    pub(super) async fn start(settings: Settings, clock: Clock) -> Result<Self, ServeError> {
        let server = Server::bind(settings.server, clock.clone()).await?;
        // Nobody else works on these databases, so they are brought to this binary's state without being asked.
        let foundation = Foundation::open(settings.foundation, Schema::Migrate, clock).await?;
        let customer = Running::open(&settings.customer, &foundation, Schema::Migrate).await?;
        let journals = Journals([customer.verifiable()].into());
        let watches = CancellationToken::new();
        let feeds = Feeds::new([customer.publisher()], foundation.access_log.clone(), watches.clone());
        let services = customer
            .add_to(Services::new(contracts::DESCRIPTOR_SET), server.settings())
            .with(server::limited!(JournalServiceServer::new(journals), server.settings()))
            .with(server::limited!(FeedServiceServer::new(feeds), server.settings()));
        let serving = server.start(services, AuthenticateLayer::new(foundation.authenticator().await?)).await?;
        serving.announce().await;
        Ok(Self { serving, customer, foundation, watches })
    }

    /// The address listened on.
    pub(crate) fn address(&self) -> SocketAddr {
        self.serving.address()
    }

    /// Ends calls under way, unless told to end at once, and closes the databases.
    pub(crate) async fn stop(self, at_once: impl Future<Output = ()>) {
        // Watches end when they are told to; the drain would wait for them.
        self.watches.cancel();
        self.serving.drain(at_once).await;
        self.customer.close().await;
        self.foundation.close().await;
    }
}
