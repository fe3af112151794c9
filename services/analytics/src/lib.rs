//! The analytics service: what does it add up to?
//!
//! From the name of an RPC to its code: `rpc/<resource>/<operation>.rs`. What it computes is in `domain`, pure functions of what others told;
//! what it hears of other services is kept by `consume`, read and added up in `store`. It holds nothing that identifies a person.

mod call;
mod consume;
pub mod domain;
mod error;
mod neighbours;
mod page;
mod rpc;
mod running;
mod store;

use std::sync::Arc;

use access::{Caller, Principal};
use client::{Origin, Peer};
pub use consume::{Activities, Customers};
use customers::Callers;
use database::Database;
use foundation::Records;
use keyring::TenantKey;
pub use neighbours::Neighbours;
use operation::Serve;
pub use running::{AnalyticsSettings, Running, SETTINGS};
use store::answers::Answers;
pub use store::migration::Migrator;

/// The name of the service: in journals, keyrings and logs.
pub const NAME: &str = "analytics";

/// What the operations of the service work with.
pub struct Service {
    pub(crate) records: Records,
    pub(crate) callers: Callers,
    pub(crate) customers: Peer,
    pub(crate) interactions: Peer,
    pub(crate) reminders: Peer,
    pub(crate) answers: Answers,
}

impl Service {
    /// The service on open records, beside the customer, interaction and reminder services.
    pub fn new(records: Records, [customers, interactions, reminders]: [Peer; 3]) -> Arc<Self> {
        let callers = Callers::new(customers.clone());
        Arc::new(Self { records, callers, customers, interactions, reminders, answers: Answers::default() })
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
