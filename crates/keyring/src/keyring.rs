//! The keyring of a service.

use std::sync::Arc;

use clock::{Clock, Instant};
use database::Database;

use crate::master::MasterKeys;
use crate::pages::Pages;
use crate::store::{erasure_position, master_key};
use crate::supply::Supply;
use crate::tenant_keys::TenantKeys;
use crate::{Error, KeySlot, SubjectKey, TenantKey};

/// The keyring of a service. Clones share everything. Any number of processes may open the same database.
#[derive(Clone)]
pub struct Keyring {
    pub(crate) database: Database,
    pub(crate) masters: Arc<MasterKeys>,
    pub(crate) clock: Clock,
    pages: Arc<Pages>,
    supply: Arc<Supply>,
    tenants: Arc<TenantKeys>,
}

impl Keyring {
    /// Opens the keyring that lies in a database migrated by [`crate::Migrator`], and checks that all master keys are there
    /// that its rows need.
    ///
    /// # Errors
    /// [`Error::Master`] when a needed version is missing or another key; those of the database.
    pub async fn open(database: Database, mut masters: MasterKeys, clock: Clock) -> Result<Self, Error> {
        let recorded = master_key::all(&database).await?;
        if recorded.is_empty() {
            masters.make_first()?;
        }
        check(&database, &masters, &recorded).await?;
        let newest = masters.newest()?;
        if recorded.last().is_none_or(|last| last.version < newest.version) {
            let fingerprint = master_key::record(&database, newest, clock.now()).await?;
            masters.compare(newest.version, &fingerprint)?;
        }
        for key in master_key::all(&database).await? {
            masters.announce(key.version, Instant::from_micros(key.first_use_time));
        }
        let masters = Arc::new(masters);
        let pages = Arc::new(Pages::new(database.clone(), Arc::clone(&masters), clock.clone()));
        let supply = Supply::new(Arc::clone(&pages));
        let tenants = Arc::new(TenantKeys::new(database.clone(), Arc::clone(&masters), clock.clone()));
        Ok(Self { database, masters, clock, pages, supply, tenants })
    }

    /// A slot for a new subject, whose key is on the disk already. Taken from what was made ahead of need; waits for a commit
    /// only when nothing was: the first time, and when slots are taken faster than the disk makes them.
    ///
    /// # Errors
    /// Those of the database, when no slot is left and none can be made.
    pub async fn assign(&self) -> Result<KeySlot, Error> {
        self.supply.take().await
    }

    /// Takes back a slot that was assigned, when what was sealed under its key is certain not to be kept.
    pub fn give_back(&self, slot: KeySlot) {
        self.supply.give_back(slot);
    }

    /// The key of a slot, as it was at most 60 seconds ago; in this process, as it is.
    ///
    /// # Errors
    /// [`Error::Shredded`] once the subject is erased, [`Error::Missing`] when the slot is of another keyring, those of the
    /// database and of the master keys.
    pub async fn key(&self, slot: KeySlot) -> Result<SubjectKey, Error> {
        SubjectKey::new(slot, self.pages.get(slot.page()).await?)
    }

    /// Overwrites the key of a slot and marks the slot for ever. When this answers, the key is gone from the database and
    /// refused in this process; others refuse it at most 60 seconds later. Shredding again changes nothing.
    ///
    /// # Errors
    /// [`Error::Missing`] when this keyring has no such page, as after a restore from before it was made: nothing is left to
    /// shred. [`Error::Contended`] and those of the database: try again, the key may still be there.
    pub async fn shred(&self, slot: KeySlot) -> Result<(), Error> {
        self.pages.shred(slot).await
    }

    /// The position in the ledger up to which a service carried erasures out in this keyring; 0 for none. What comes after it is to
    /// be carried out again, as after a restore of the keyring alone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn erasure_position(&self, service: &str) -> Result<i64, Error> {
        erasure_position::get(&self.database, service).await
    }

    /// Notes that a service carried erasures out up to a position in the ledger.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_erasure_position(&self, service: &str, position: i64) -> Result<(), Error> {
        erasure_position::set(&self.database, service, position).await
    }

    /// What is known of the master keys that ever wrapped this keyring, oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn master_keys(&self) -> Result<Vec<MasterKeyState>, Error> {
        let mut states = Vec::new();
        for key in master_key::all(&self.database).await? {
            states.push(MasterKeyState {
                version: key.version,
                first_use_time: Instant::from_micros(key.first_use_time),
                wraps: master_key::is_used(&self.database, key.version).await?,
                rest_time: key.rest_time.map(Instant::from_micros),
                destroy_time: key.destroy_time.map(Instant::from_micros),
            });
        }
        Ok(states)
    }

    /// The key of a tenant, made on first use.
    ///
    /// # Errors
    /// Those of the database and of the master keys.
    pub async fn tenant_key(&self, tenant: &str) -> Result<Arc<TenantKey>, Error> {
        self.tenants.get(tenant).await
    }
}

/// What is known of a master key in a keyring.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MasterKeyState {
    /// Its number.
    pub version: i64,
    /// When a process first had it. It wraps from an hour later on.
    pub first_use_time: Instant,
    /// Whether it wraps anything.
    pub wraps: bool,
    /// Since when it does not any more.
    pub rest_time: Option<Instant>,
    /// When it was destroyed.
    pub destroy_time: Option<Instant>,
}

/// Checks the master keys at hand against those that are recorded, oldest first.
async fn check(database: &Database, masters: &MasterKeys, recorded: &[master_key::Model]) -> Result<(), Error> {
    for (newer, key) in recorded.iter().rev().enumerate() {
        masters.compare(key.version, &key.fingerprint)?;
        match masters.get(key.version) {
            Ok(_) if key.destroy_time.is_some() => {
                tracing::warn!(
                    version = key.version,
                    "a master key that was destroyed is back; remove it and its copies"
                );
            }
            // Needed are the newest that was ever at hand, and those before it that still wrap something.
            Err(absent) if newer == 0 || master_key::is_used(database, key.version).await? => return Err(absent.into()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keyring").finish_non_exhaustive()
    }
}
