//! The customer service: who is this customer, and who may know?
//!
//! From the name of an RPC to its code: `rpc/<resource>/<operation>.rs`. An operation reads top to bottom: decode, access, read,
//! decide, write. What it decides is in `domain`, what it reads and keeps in `store`.

mod attribute_indexing;
mod call;
mod directory;
pub mod domain;
mod erasure;
mod error;
mod event;
mod numbers;
mod purge;
mod rpc;
mod running;
mod store;
mod tenant_cache;

use std::sync::Arc;

use access::{Caller, Principal};
use client::Origin;
use database::Database;
use directory::Directory;
use domain::custom_field::CustomFields;
use domain::tenant::Tenant;
use domain::vocabulary::Vocabularies;
use foundation::Records;
use keyring::TenantKey;
use numbers::Numbers;
use operation::Serve;
pub use running::{CustomerSettings, Running, SETTINGS};
pub use store::migration::Migrator;
use tenant_cache::TenantCache;

/// The name of the service: in journals, keyrings and logs.
pub const NAME: &str = "customer";

/// What the operations of the service work with.
pub struct Service {
    pub(crate) records: Records,
    pub(crate) tenants: TenantCache<Tenant>,
    pub(crate) vocabularies: TenantCache<Vocabularies>,
    pub(crate) custom_fields: TenantCache<CustomFields>,
    pub(crate) directory: Directory,
    pub(crate) numbers: Numbers,
}

impl Service {
    /// The service on open records.
    pub fn new(records: Records) -> Arc<Self> {
        let database = records.database();
        let tenants = TenantCache::new(database, |database, tenant| {
            Box::pin(async move { Ok(store::tenant::find(database, tenant).await?.tenant) })
        });
        let vocabularies = TenantCache::new(database, |database, tenant| Box::pin(store::term::all(database, tenant)));
        let custom_fields =
            TenantCache::new(database, |database, tenant| Box::pin(store::custom_field::all(database, tenant)));
        let directory = Directory::new(database.clone());
        let numbers = Numbers::new(database.clone(), records.ledger.clone(), records.clock.clone());
        Arc::new(Self { records, tenants, vocabularies, custom_fields, directory, numbers })
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

    async fn caller(&self, principal: Principal, keys: &TenantKey, _: &Origin) -> Result<Caller, error::Error> {
        self.directory.caller(principal, keys).await
    }
}
