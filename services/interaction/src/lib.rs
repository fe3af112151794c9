//! The interaction service: what has happened between us?
//!
//! From the name of an RPC to its code: `rpc/<resource>/<operation>.rs`. An operation reads top to bottom: decode, access, read,
//! decide, write. What it decides is in `domain`, what it reads and keeps in `store`. What it knows of customers it hears from the feed
//! of the customer service, and asks that service (`of_customer.rs`) before it refuses anything for it.

mod assignee;
mod call;
pub mod domain;
mod erasure;
mod error;
mod event;
mod of_customer;
mod rpc;
mod running;
mod store;
mod subject_keys;

use std::sync::Arc;

use access::{Caller, Principal};
use client::{Origin, Peer};
use customers::Callers;
use database::Database;
use foundation::Records;
use keyring::TenantKey;
use operation::Serve;
pub use running::{InteractionSettings, Running, SETTINGS};
pub use store::migration::Migrator;
use subject_keys::SubjectKeys;
use tokio_util::sync::CancellationToken;

/// The name of the service: in journals, keyrings and logs.
pub const NAME: &str = "interaction";

/// What the operations of the service work with.
pub struct Service {
    pub(crate) records: Records,
    pub(crate) customers: Peer,
    pub(crate) callers: Callers,
    pub(crate) subject_keys: SubjectKeys,
    /// Ends what callers watch, before the server waits for calls under way.
    pub(crate) watches: CancellationToken,
}

impl Service {
    /// The service on open records, beside the customer service.
    pub fn new(records: Records, customers: Peer, watches: CancellationToken) -> Arc<Self> {
        let callers = Callers::new(customers.clone());
        let subject_keys = SubjectKeys::new(records.database().clone(), records.keyring.clone());
        Arc::new(Self { records, customers, callers, subject_keys, watches })
    }

    pub(crate) fn database(&self) -> &Database {
        self.records.database()
    }
}

impl Serve for Service {
    type Objection = error::Objection;
    type Call = call::Call;

    fn records(&self) -> &Records {
        &self.records
    }

    async fn caller(&self, principal: Principal, _: &TenantKey, origin: &Origin) -> Result<Caller, error::Error> {
        Ok(self.callers.caller(principal, origin).await?)
    }
}
