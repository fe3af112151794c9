//! The reminder service: what must happen next, and when?
//!
//! From the name of an RPC to its code: `rpc/<resource>/<operation>.rs`. An operation reads top to bottom: decode, access, read,
//! decide, write. What it decides is in `domain`, what it reads and keeps in `store`. What is due, the `clockwork` fires. What it knows of
//! customers it hears from the feed of the customer service, and asks that service before it refuses anything for it.

mod call;
mod clockwork;
mod consume;
mod customer_dates;
mod delivery;
pub mod domain;
mod erasure;
mod error;
mod event;
mod fenced;
mod important_dates;
mod next_steps;
mod recount;
mod rpc;
mod running;
mod standing;
mod store;
mod tenant_zone;
mod turn;
mod upkeep;

use std::sync::Arc;

use access::{Caller, Principal};
use client::{Origin, Peer, ServiceToken};
use customers::Callers;
use database::Database;
use delivery::outbound::Outbound;
use foundation::Records;
use keyring::TenantKey;
use operation::Serve;
pub use running::{ReminderSettings, Running, SETTINGS};
pub use store::migration::Migrator;
use telemetry::ReminderMetrics;
use tenant_zone::TenantZones;
use tokio_util::sync::CancellationToken;

/// The name of the service: in journals, keyrings and logs.
pub const NAME: &str = "reminder";

/// What the operations of the service work with.
pub struct Service {
    pub(crate) records: Records,
    pub(crate) customers: Peer,
    /// With what the customer service is asked when nobody else asks.
    pub(crate) token: ServiceToken,
    pub(crate) callers: Callers,
    pub(crate) zones: TenantZones,
    pub(crate) outbound: Arc<Outbound>,
    pub(crate) metrics: ReminderMetrics,
    /// How long after a customer was first heard of all interactions with it are believed to be known: their feed may lag behind that of
    /// the customers, or begin anew. Microseconds.
    pub(crate) settling: i64,
    /// Cancelled when the process is told to stop: answers that go on for ever end then.
    pub(crate) watches: CancellationToken,
}

impl Service {
    /// The service on open records, beside the customer service, with these ways out of the house.
    pub(crate) fn new(
        records: Records,
        (customers, token): (Peer, ServiceToken),
        outbound: Arc<Outbound>,
        settling: i64,
        watches: CancellationToken,
    ) -> Arc<Self> {
        let (callers, zones) = (Callers::new(customers.clone()), TenantZones::default());
        let metrics = ReminderMetrics::new();
        Arc::new(Self { records, customers, token, callers, zones, outbound, metrics, settling, watches })
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
