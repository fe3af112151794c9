//! Bringing the keyring under a newer master key, and destroying an older one.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::store::{key_page, master_key, tenant_key};
use crate::{Error, Keyring, MasterKeyError};

/// Rows rewrapped in one commit.
const ROWS_AT_ONCE: u64 = 64;
/// How often what an older master key wrapped is looked for.
const PERIOD: Duration = Duration::from_secs(600);
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// How much was rewrapped.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rewrapped {
    /// Pages of subject keys.
    pub pages: u64,
    /// Keys of tenants.
    pub tenant_keys: u64,
}

impl Keyring {
    /// Brings what an older master key wrapped under the newest, now and then, until `end`.
    pub async fn keep_wrapped(self, end: CancellationToken) {
        loop {
            match self.rewrap().await {
                Ok(rewrapped) if rewrapped == Rewrapped::default() => {}
                Ok(Rewrapped { pages, tenant_keys }) => {
                    tracing::info!(pages, tenant_keys, "older master keys wrap nothing any more");
                }
                Err(error) => tracing::warn!(%error, "not all is under the newest master key yet; tried again later"),
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => return,
            }
        }
    }

    /// Wraps everything that an older master key wrapped by the newest, beside whatever else goes on. Stopped at any point,
    /// it goes on from there when called again. When nothing is left, the older versions are recorded as resting. A version that
    /// came within the hour does not wrap yet.
    ///
    /// # Errors
    /// [`Error::Altered`] when a row does not unwrap, naming it; those of the database.
    pub async fn rewrap(&self) -> Result<Rewrapped, Error> {
        let newest = self.masters.wrapping(self.clock.now())?;
        let mut rewrapped = Rewrapped::default();
        loop {
            let pages = key_page::wrapped_before(&self.database, newest.version, ROWS_AT_ONCE).await?;
            if pages.is_empty() {
                break;
            }
            let mut transaction = self.database.begin().await?;
            for page in pages {
                let keys = page.unwrap(&self.masters)?;
                let page = key_page::Model::wrap(page.id, page.version + 1, page.shredded(), &keys, newest)?;
                rewrapped.pages += u64::from(key_page::replace(&mut transaction, page).await?);
            }
            transaction.commit().await?;
        }
        loop {
            let keys = tenant_key::wrapped_before(&self.database, newest.version, ROWS_AT_ONCE).await?;
            if keys.is_empty() {
                break;
            }
            let mut transaction = self.database.begin().await?;
            for key in keys {
                let secret = key.unwrap(&self.masters)?;
                let wrapped = tenant_key::Model::wrap(&key.tenant_id, &secret, newest)?;
                rewrapped.tenant_keys +=
                    u64::from(tenant_key::replace(&mut transaction, key.master_version, wrapped).await?);
            }
            transaction.commit().await?;
        }
        let taken = rewrapped != Rewrapped::default();
        master_key::rest_before(&self.database, newest.version, self.clock.now(), taken).await?;
        Ok(rewrapped)
    }

    /// Destroys a master key that has rested in all these keyrings for so many days, and records it in each. Name every
    /// keyring that shares the master keys. From then on nothing that the key wrapped can be read, in no log and no backup,
    /// unless the key itself was copied: destroy its backups too, and restart the processes that hold it.
    ///
    /// # Errors
    /// [`MasterKeyError::InUse`], [`MasterKeyError::Resting`], [`MasterKeyError::StillInText`]; those of the folder and of
    /// the database.
    pub async fn destroy_master_key(keyrings: &[Self], version: i64, rest_days: u32) -> Result<(), Error> {
        for keyring in keyrings {
            keyring.check_rest(version, rest_days).await?;
        }
        for keyring in keyrings {
            keyring.masters.destroy(version)?;
            master_key::record_destroyed(&keyring.database, version, keyring.clock.now()).await?;
        }
        Ok(())
    }

    async fn check_rest(&self, version: i64, rest_days: u32) -> Result<(), Error> {
        let recorded = master_key::find(&self.database, version).await?;
        let rest_time = recorded.map_or(Some(i64::MIN), |key| key.rest_time);
        let rest_time = match rest_time {
            Some(rest_time) if !master_key::is_used(&self.database, version).await? => rest_time,
            _ => return Err(MasterKeyError::InUse { version }.into()),
        };
        let rested = self.clock.now().as_micros().saturating_sub(rest_time);
        match i64::from(rest_days) * DAY - rested {
            ..=0 => Ok(()),
            left => Err(MasterKeyError::Resting { version, days: (left - 1) / DAY + 1 }.into()),
        }
    }
}
