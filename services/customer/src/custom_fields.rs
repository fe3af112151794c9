//! The custom fields of tenants, read now and then.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use moka::future::Cache;

use crate::domain::custom_field::CustomFields as Fields;
use crate::error::Error;
use crate::store;

/// How long another process's change of a field may go unnoticed.
const AGE: Duration = Duration::from_secs(2);
/// How many tenants' fields are kept at hand.
const MOST: u64 = 1_000;

/// The custom fields of tenants, as they were in the last seconds.
pub struct CustomFields {
    database: Database,
    cache: Cache<Arc<str>, Arc<Fields>>,
}

impl CustomFields {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, cache: Cache::builder().max_capacity(MOST).time_to_live(AGE).build() }
    }

    /// The fields of a tenant.
    pub(crate) async fn get(&self, tenant: &str) -> Result<Arc<Fields>, Error> {
        if let Some(found) = self.cache.get(tenant).await {
            return Ok(found);
        }
        let found = Arc::new(store::custom_field::all(&self.database, tenant).await?);
        self.cache.insert(Arc::from(tenant), Arc::clone(&found)).await;
        Ok(found)
    }

    /// Reads the fields of a tenant anew next time.
    pub(crate) async fn changed(&self, tenant: &str) {
        self.cache.invalidate(tenant).await;
    }
}
