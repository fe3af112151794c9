//! The customer service: who is this customer, and who may know?
//!
//! From the name of an RPC to its code: `rpc/<resource>/<operation>.rs`. An operation reads top to bottom: decode, access, read,
//! decide, write. What it decides is in `domain`, what it reads and keeps in `store`.

mod call;
mod directory;
pub mod domain;
mod erasure;
mod error;
mod event;
mod numbers;
mod rpc;
mod running;
mod store;
mod tenants;
mod vocabularies;

use std::sync::Arc;

use access::log::AccessLog;
use clock::Clock;
use database::Database;
use directory::Directory;
use journal::Journal;
use keyring::Keyring;
use keyring::ledger::Ledger;
use numbers::Numbers;
pub use running::{CustomerSettings, Running, SETTINGS, StartError};
pub use store::migration::Migrator;
use tenants::Tenants;
use vocabularies::Vocabularies;

/// The name of the service: in journals, keyrings and logs.
pub const NAME: &str = "customer";

/// What the operations of the service work with.
pub struct Service {
    pub(crate) clock: Clock,
    pub(crate) journal: Journal,
    pub(crate) keyring: Keyring,
    pub(crate) ledger: Ledger,
    pub(crate) access_log: AccessLog,
    pub(crate) tenants: Tenants,
    pub(crate) vocabularies: Vocabularies,
    pub(crate) directory: Directory,
    pub(crate) numbers: Numbers,
}

impl Service {
    /// The service on an open journal, keyring, ledger and access log.
    pub fn new(clock: Clock, journal: Journal, keyring: Keyring, ledger: Ledger, access_log: AccessLog) -> Arc<Self> {
        let tenants = Tenants::new(journal.database().clone());
        let vocabularies = Vocabularies::new(journal.database().clone());
        let directory = Directory::new(journal.database().clone());
        let numbers = Numbers::new(journal.database().clone(), ledger.clone(), clock.clone());
        Arc::new(Self { clock, journal, keyring, ledger, access_log, tenants, vocabularies, directory, numbers })
    }

    pub(crate) fn database(&self) -> &Database {
        self.journal.database()
    }
}
