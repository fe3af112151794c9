//! The key of each customer in this service's keyring.
//!
//! Everything sealed says under which key, so nothing else is kept of it: the key of a customer is that of whatever was written about it
//! before. Two processes that write the first things about a customer at the same time may take two keys; an erasure shreds all.

use std::sync::Arc;

use database::Database;
use keyring::{KeySlot, Keyring, SubjectKey};
use moka::future::Cache;
use uuid::Uuid;

use crate::error::Error;
use crate::store::activity;

/// How many customers' slots are kept at hand.
const MOST: u64 = 200_000;

/// Where the keys of customers lie.
pub struct SubjectKeys {
    database: Database,
    keyring: Keyring,
    slots: Cache<(Arc<str>, Uuid), KeySlot>,
}

impl SubjectKeys {
    pub(crate) fn new(database: Database, keyring: Keyring) -> Self {
        Self { database, keyring, slots: Cache::new(MOST) }
    }

    /// The key of a customer; a new one when nothing was written about it yet.
    ///
    /// # Errors
    /// Those of the database and the keyring.
    pub(crate) async fn of(&self, tenant: &Arc<str>, customer: Uuid) -> Result<SubjectKey, Error> {
        let who = (Arc::clone(tenant), customer);
        let slot = match self.slots.get(&who).await {
            Some(slot) => slot,
            None => {
                let slot = match activity::slot_of(&self.database, tenant, customer).await? {
                    Some(slot) => slot,
                    None => self.keyring.assign().await?,
                };
                // Whoever came first has the slot that all go on with.
                self.slots.entry(who).or_insert(slot).await.into_value()
            }
        };
        Ok(self.keyring.key(slot).await?)
    }

    /// Forgets where the keys of an erased customer lay.
    pub(crate) async fn forget(&self, tenant: &Arc<str>, customer: Uuid) {
        self.slots.invalidate(&(Arc::clone(tenant), customer)).await;
    }
}
