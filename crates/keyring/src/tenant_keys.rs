//! The keys of all tenants: made on first use, kept in memory from then on.

use std::sync::Arc;

use aws_lc_rs::rand;
use clock::Clock;
use database::Database;
use moka::future::Cache;
use zeroize::Zeroizing;

use crate::aead::KeyBytes;
use crate::master::MasterKeys;
use crate::store::tenant_key;
use crate::{Error, TenantKey};

/// How many tenants' keys are kept in memory.
const CACHED_TENANTS: u64 = 10_000;

/// The keys of all tenants. A tenant's key never changes, so what was read once stays true.
pub(crate) struct TenantKeys {
    database: Database,
    masters: Arc<MasterKeys>,
    clock: Clock,
    cache: Cache<String, Arc<TenantKey>>,
}

impl TenantKeys {
    pub(crate) fn new(database: Database, masters: Arc<MasterKeys>, clock: Clock) -> Self {
        Self { database, masters, clock, cache: Cache::new(CACHED_TENANTS) }
    }

    pub(crate) async fn get(&self, tenant: &str) -> Result<Arc<TenantKey>, Error> {
        let entry = self.cache.entry_by_ref(tenant).or_try_insert_with(self.find_or_make(tenant)).await;
        entry.map(|entry| entry.into_value()).map_err(|error| Error::clone(&error))
    }

    async fn find_or_make(&self, tenant: &str) -> Result<Arc<TenantKey>, Error> {
        let stored = match tenant_key::find(&self.database, tenant).await? {
            Some(stored) => stored,
            None => self.make(tenant).await?,
        };
        Ok(Arc::new(TenantKey::new(&stored.unwrap(&self.masters)?)?))
    }

    async fn make(&self, tenant: &str) -> Result<tenant_key::Model, Error> {
        let mut secret = Zeroizing::new(KeyBytes::default());
        rand::fill(secret.as_mut())?;
        let key = tenant_key::Model::wrap(tenant, secret.as_ref(), self.masters.wrapping(self.clock.now())?)?;
        tenant_key::insert_or_find(&self.database, key).await
    }
}
