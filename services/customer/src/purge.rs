//! Removing deleted customers for good.
//!
//! First the record says so, and nobody can bring it back; then it is erased as any other, by way of the ledger, and its key destroyed. A
//! process that dies between leaves a purged record with a personal part, which the next round finds.

use std::sync::Arc;
use std::time::Duration;

use database::Lease;
use journal::{Cause, ChangeKind, RecordChange, Refusal, Write, WriteError};
use keyring::KeySlot;
use keyring::ledger::Erasure;
use operation::erasure::Erase;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::domain::customer::Customer;
use crate::error::Error;
use crate::store::customer::{self, Filing, Key};
use crate::store::entity::customer::Model;
use crate::store::record::{self, Opener};
use crate::store::{customer_tag, purgeable, tenant};
use crate::{NAME, Service};

/// How often is looked for customers whose time is over.
const PERIOD: Duration = Duration::from_secs(60);
/// How long one process purges before another may.
const TERM: Duration = Duration::from_secs(300);
/// How many customers are looked for at once.
const PAGE: u64 = 100;
/// Microseconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;

impl Service {
    /// Purges until `end`, in one process at a time, what tenants no longer want to keep.
    pub async fn purge_deleted(self: Arc<Self>, end: CancellationToken) {
        let lease = Lease::new("purging", self.records.clock.id(), TERM);
        loop {
            if let Err(error) = self.purge_due(&lease, &end).await {
                tracing::warn!(%error, "deleted customers could not be purged; tried again later");
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => break,
            }
        }
        // Its term ends by itself otherwise.
        let _ = lease.release(self.database()).await;
    }

    async fn purge_due(&self, lease: &Lease, end: &CancellationToken) -> Result<(), Error> {
        if lease.acquire(self.database()).await?.is_none() {
            return Ok(());
        }
        // One that fails holds up no others.
        let mut outcome = Ok(());
        for (tenant, id) in purgeable::unfinished(self.database(), PAGE).await? {
            outcome = outcome.and(self.erase_purged(&tenant, id).await);
        }
        for (tenant, kept) in tenant::all(self.database()).await? {
            let days = i64::from(kept.tenant.deleted_retention_days);
            let before = self.records.clock.now().plus_micros(-days * DAY_MICROS);
            let mut after = None;
            while days > 0 && !end.is_cancelled() && lease.acquire(self.database()).await?.is_some() {
                let due = purgeable::deleted_before(self.database(), &tenant, before, after, PAGE).await?;
                let Some(last) = due.last() else { break };
                after = last.delete_time.map(|time| (time, last.customer_id));
                for row in &due {
                    outcome = outcome.and(self.purge(&tenant, row).await);
                }
            }
        }
        outcome
    }

    /// Purges a customer whose time is over, unless it was brought back meanwhile.
    async fn purge(&self, tenant: &str, row: &Model) -> Result<(), Error> {
        let opener = Opener { keyring: &self.records.keyring, tenant, vocabularies: &self.vocabularies };
        let before = opener.row(row).await?;
        let Ok(after) = before.purged() else { return Ok(()) };
        let record = self.purging(tenant, row, &before, after).await?;
        let write = Write {
            tenant: Arc::from(tenant),
            actor: format!("service:{NAME}"),
            cause: Cause { kind: "retention", id: self.records.clock.id() },
            trace: Vec::new(),
            fence: None,
            request: None,
            claims: Vec::new(),
            releases: Vec::new(),
            limits: Vec::new(),
            records: vec![record],
        };
        match self.records.journal.write(write).await {
            Ok(_) => self.erase_purged(tenant, before.id).await,
            Err(WriteError::Refused(Refusal::Revision { .. })) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The change that takes a customer from `before`, as it is in its row, to what is left of it.
    pub(crate) async fn purging(
        &self,
        tenant: &str,
        row: &Model,
        before: &Customer,
        mut after: Customer,
    ) -> Result<RecordChange, Error> {
        after.revision = before.revision + 1;
        after.update_time = self.records.clock.now();
        let key = match &after.personal {
            Some(_) => Some(self.records.keyring.key(KeySlot::of_sealed(&row.sealed)?).await?),
            None => None,
        };
        let kept = record::keep(tenant, &after, key.as_ref())?;
        let keys = self.records.keyring.tenant_key(tenant).await?;
        let fields = self.custom_fields.get(tenant).await?;
        let filing = Filing { tenant, keys: &keys, fields: &fields };
        let salt = self.records.clock.salt();
        let mut change = customer::change(filing, Some(before), &after, kept, ChangeKind::Purged, salt)?;
        change.index_rows.push(customer_tag::purged(self.database(), tenant, before.id).await?);
        Ok(change)
    }

    /// Erases what a purged customer's personal part was. Done already, it does nothing.
    pub(crate) async fn erase_purged(&self, tenant: &str, id: Uuid) -> Result<(), Error> {
        let keys = self.records.keyring.tenant_key(tenant).await?;
        let row = customer::find(self.database(), tenant, &keys, &Key::Id(id)).await?;
        let Some(row) = row.filter(|row| !row.sealed.is_empty()) else { return Ok(()) };
        let slot = KeySlot::of_sealed(&row.sealed)?;
        let time = self.records.clock.now();
        let (tenant, service) = (tenant.to_owned(), NAME.to_owned());
        let erasure = Erasure { tenant, service, subject: id, slots: vec![slot], time };
        self.records.ledger.record_erasure(&erasure).await?;
        self.erase(&erasure).await?;
        Ok(self.records.keyring.shred(slot).await?)
    }
}
