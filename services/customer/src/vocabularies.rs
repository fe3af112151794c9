//! The vocabularies of tenants, read now and then.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use moka::future::Cache;

use crate::domain::vocabulary::Vocabularies as Terms;
use crate::error::Error;
use crate::store;

/// How long another process's change of a vocabulary may go unnoticed.
const AGE: Duration = Duration::from_secs(2);
/// The vocabularies of how many tenants are kept at hand.
const MOST: u64 = 1_000;

/// The vocabularies of tenants, as they were in the last seconds.
pub struct Vocabularies {
    database: Database,
    cache: Cache<Arc<str>, Arc<Terms>>,
}

impl Vocabularies {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, cache: Cache::builder().max_capacity(MOST).time_to_live(AGE).build() }
    }

    /// The vocabularies of a tenant.
    pub(crate) async fn get(&self, tenant: &str) -> Result<Arc<Terms>, Error> {
        if let Some(found) = self.cache.get(tenant).await {
            return Ok(found);
        }
        let found = Arc::new(store::term::all(&self.database, tenant).await?);
        self.cache.insert(Arc::from(tenant), Arc::clone(&found)).await;
        Ok(found)
    }

    /// Reads the vocabularies of a tenant anew next time.
    pub(crate) async fn changed(&self, tenant: &str) {
        self.cache.invalidate(tenant).await;
    }
}
