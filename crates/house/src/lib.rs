//! What tests of a service stand on: the customer service and, beside it, the service under test, on a socket of their own, with a
//! manual clock, databases of their own, and callers of all roles.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod addresses;
mod callers;
mod customers;
mod guest;
mod interactions;
mod reminders;
pub mod storage;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use access::LocalIssuer;
use access::log::{LoggedEntry, Subject};
pub use addresses::Addresses;
pub use callers::{Bearer, Stub, fields};
use clock::Clock;
use contracts::journal::v1::{VerifyJournalRequest, VerifyJournalResponse};
use customer::CustomerSettings;
pub use customers::{company, create, get, phone_number};
use foundation::{FoundationSettings, Schema};
pub use guest::{Guest, Neighbour, Nobody};
pub use interaction::InteractionSettings;
pub use interactions::{INTERACTION_SETTINGS, fresh_interactions, open_interactions};
use process::{Opening, Process};
pub use reminder::ReminderSettings;
pub use reminders::{REMINDER_SETTINGS, fresh_reminders, open_reminders};
use serde::Deserialize;
use server::{Server, ServerSettings};

/// Services that run: the customer service, and a guest beside it.
pub struct House<G> {
    pub clock: Clock,
    pub addresses: Addresses,
    issuer: Arc<LocalIssuer>,
    address: SocketAddr,
    process: Option<Process>,
    guest: std::marker::PhantomData<G>,
}

#[derive(Deserialize)]
struct Settings<S> {
    server: ServerSettings,
    #[serde(flatten)]
    foundation: FoundationSettings,
    customer: CustomerSettings,
    #[serde(flatten)]
    guest: S,
}

impl<G: Guest> House<G> {
    /// Services on fresh databases.
    pub async fn new(engine: testkit::Engine) -> Self {
        Self::open(Addresses::fresh::<G>(engine).await, testkit::clock()).await
    }

    /// Services on databases that are there.
    pub async fn open(addresses: Addresses, clock: Clock) -> Self {
        let defaults = [&[server::SETTINGS, foundation::SETTINGS, customer::SETTINGS], G::SETTINGS].concat().join("\n");
        let issuer = Arc::new(LocalIssuer::open(&addresses.master).unwrap());
        let master = addresses.master.display().to_string();
        let keys = issuer.key_set_file().display().to_string();
        let mut overrides = vec![
            ("server.listen", "127.0.0.1:0"),
            ("customer.records", &addresses.records),
            ("customer.keyring", &addresses.keyring),
            ("ledger.database", &addresses.ledger),
            ("access_log.database", &addresses.access_log),
            ("master_keys.folder", &master),
            ("master_keys.make_first", "true"),
            ("authentication.key_set", &keys),
            ("authentication.issuer", access::LOCAL_ISSUER),
            ("authentication.audience", access::LOCAL_AUDIENCE),
            ("authentication.local_callers", "true"),
        ];
        overrides.extend(addresses.guest.iter().map(|(key, address)| (*key, address.as_str())));
        let settings: Settings<G::Settings> = settings::load(&defaults, None, "DOSSIER_HARNESS", &overrides).unwrap();
        let server = Server::bind(settings.server, clock.clone()).await.unwrap();
        let opening = Opening::new(settings.foundation, Schema::Check, clock.clone()).await.unwrap();
        let customers = customer::Running::open(&settings.customer, &opening).await.unwrap();
        let neighbour = Neighbour::new(&customers, server.address(), &opening);
        let guest = G::open(settings.guest, &opening, neighbour).await;
        let services = std::iter::once(Box::new(customers) as _).chain(guest).collect();
        let process = Process::start(server, opening, services).await.unwrap();
        let address = process.address();
        Self { clock, addresses, issuer, address, process: Some(process), guest: std::marker::PhantomData }
    }

    /// Where the services listen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the services as SIGTERM does.
    pub async fn close(mut self) -> (Addresses, Clock) {
        self.process.take().unwrap().stop(std::future::pending()).await;
        (self.addresses.clone(), self.clock.clone())
    }

    /// The entries of the access log that name a record of tenant `default`, newest first.
    pub async fn reads_of(&self, record: &str) -> Vec<LoggedEntry> {
        let log = &self.process.as_ref().unwrap().foundation().access_log;
        log.flush().await.unwrap();
        let record = Subject::Record(record.parse().unwrap());
        log.entries(access::LOCAL_TENANT, record, None, 100).await.unwrap().entries
    }

    /// Waits until a service has taken in all that another has told so far.
    pub async fn follow(&self, follower: &str, publisher: &str) {
        let journal_of = |service: &str| {
            let verifiables = self.process.as_ref().unwrap().services().map(|running| running.verifiable());
            { verifiables }.find(|verifiable| verifiable.service == service).unwrap().journal
        };
        let (publisher_journal, follower_journal) = (journal_of(publisher), journal_of(follower));
        publisher_journal.wait_until_ordered().await.unwrap();
        let told = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM journal_head";
        let told = publisher_journal.database().number(told, Vec::new()).await.unwrap();
        let taken = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM feed_checkpoint WHERE publisher = $1";
        while follower_journal.database().number(taken, vec![publisher.into()]).await.unwrap() < told {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The number that a statement answers in the records of a service.
    pub async fn number_of(&self, service: &str, sql: &str) -> i64 {
        let verifiables = self.process.as_ref().unwrap().services().map(|running| running.verifiable());
        let verifiable = { verifiables }.find(|verifiable| verifiable.service == service).unwrap();
        verifiable.journal.database().number(sql, Vec::new()).await.unwrap()
    }

    /// The end of a verification of a service's journal, when all that was written has its place in it.
    pub async fn verify_journal_of(&self, service: &str) -> VerifyJournalResponse {
        let verifiables = self.process.as_ref().unwrap().services().map(|running| running.verifiable());
        let verifiable = { verifiables }.find(|verifiable| verifiable.service == service).unwrap();
        verifiable.journal.wait_until_ordered().await.unwrap();
        let mut client = self.journals_of(Bearer(None)).await;
        let request = VerifyJournalRequest { service: service.into() };
        let mut messages = client.verify_journal(request).await.unwrap().into_inner();
        let mut last = None;
        while let Some(message) = messages.message().await.unwrap() {
            last = Some(message);
        }
        let last = last.unwrap();
        assert!(last.done);
        last
    }
}
