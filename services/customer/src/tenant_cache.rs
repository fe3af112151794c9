//! What holds for a tenant, read now and then.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use futures::future::BoxFuture;
use moka::future::Cache;

use crate::error::Error;

/// How long another process's change may go unnoticed.
const AGE: Duration = Duration::from_secs(2);
/// Of how many tenants it is kept at hand.
const MOST: u64 = 10_000;

/// Reads what holds for a tenant.
type Read<T> = for<'a> fn(&'a Database, &'a str) -> BoxFuture<'a, Result<T, Error>>;

/// Something that holds for a tenant, as it was in the last seconds.
pub struct TenantCache<T> {
    database: Database,
    read: Read<T>,
    known: Cache<Arc<str>, Arc<T>>,
}

impl<T: Send + Sync + 'static> TenantCache<T> {
    pub(crate) fn new(database: &Database, read: Read<T>) -> Self {
        let known = Cache::builder().max_capacity(MOST).time_to_live(AGE).build();
        Self { database: database.clone(), read, known }
    }

    /// What holds for a tenant.
    pub(crate) async fn get(&self, tenant: &str) -> Result<Arc<T>, Error> {
        if let Some(found) = self.known.get(tenant).await {
            return Ok(found);
        }
        // Of all who find it too old at the same time, one reads it.
        let read = async || (self.read)(&self.database, tenant).await.map(Arc::new);
        match self.known.try_get_with(Arc::from(tenant), read()).await.map_err(Arc::try_unwrap) {
            Ok(found) => Ok(found),
            Err(Ok(error)) => Err(error),
            // It failed for another who waits too.
            Err(Err(_)) => read().await,
        }
    }

    /// Reads it anew next time.
    pub(crate) async fn changed(&self, tenant: &str) {
        self.known.invalidate(tenant).await;
    }
}
