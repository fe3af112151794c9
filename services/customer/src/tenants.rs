//! What holds for a tenant, read now and then.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use moka::future::Cache;

use crate::domain::tenant::Tenant;
use crate::error::Error;
use crate::store;

/// How long another process's change of a tenant may go unnoticed.
const AGE: Duration = Duration::from_secs(2);
/// How many tenants are kept at hand.
const MOST: u64 = 10_000;

/// The tenants, as they were in the last seconds.
pub struct Tenants {
    database: Database,
    cache: Cache<Arc<str>, Arc<Tenant>>,
}

impl Tenants {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, cache: Cache::builder().max_capacity(MOST).time_to_live(AGE).build() }
    }

    /// What holds for a tenant; the defaults for one that was never updated.
    pub(crate) async fn get(&self, tenant: &Arc<str>) -> Result<Arc<Tenant>, Error> {
        if let Some(found) = self.cache.get(tenant).await {
            return Ok(found);
        }
        let found = Arc::new(store::tenant::find(&self.database, tenant).await?.tenant);
        self.cache.insert(Arc::clone(tenant), Arc::clone(&found)).await;
        Ok(found)
    }

    /// Reads a tenant anew next time.
    pub(crate) async fn changed(&self, tenant: &str) {
        self.cache.invalidate(tenant).await;
    }
}
