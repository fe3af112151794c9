//! Counting anew: once the zone or the working days of a tenant are others, what goes by them waits for the same occasion at another time.
//!
//! The feed leaves the tenant in a table ([`crate::consume`]); one process at a time, under a lease, looks at all its reminders and then
//! lets go of the row. Whoever is killed in between begins anew, which changes nothing twice.

use calendar::WorkingDays;
use futures::FutureExt;
use futures::future::BoxFuture;
use journal::{Cause, Fence};
use uuid::Uuid;

use crate::Service;
use crate::domain::zone::Zone;
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::entity::recount::Entity;
use crate::store::entity::reminder::Model;
use crate::store::{pending, reminder, tenant};
use crate::turn::Turn;

/// The name of the lease, and why reminders are written.
pub(crate) const WORKING_DAYS: &str = "working_days";
/// Tenants that are seen to at once.
const TENANTS: u64 = 16;
/// Reminders that are looked at at once.
const PAGE: usize = 500;
/// How many times in a row somebody else may change a reminder before it is counted.
const MOST_CONFLICTS: usize = 10;

/// By what reminders of a tenant are counted.
struct Counting {
    zone: Zone,
    working_days: WorkingDays,
    cause: Cause,
}

/// What became of the reminders of a tenant.
enum Recounted {
    /// All are counted by what holds now.
    All,
    /// All but some that failed.
    Some,
    /// Another has the lease by now.
    Lost,
}

/// Counts what goes by zones and working days that may have changed; answers of how many tenants.
pub(crate) fn recount<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let now = service.now().await?;
        let told = pending::due::<Entity>(service.database(), now, TENANTS).await?;
        let (mut seen, mut failed) = (Vec::new(), Vec::new());
        for tenant in &told {
            match service.recount_tenant(&tenant.tenant_id, turn).await? {
                Recounted::All => seen.push(tenant),
                Recounted::Some => failed.push(tenant),
                Recounted::Lost => break,
            }
        }
        if let Some(fence) = turn.fence(service.database()).await? {
            service.seen_to::<Entity>(&fence, &seen, &failed, now).await?;
        }
        Ok(seen.len() + failed.len())
    }
    .boxed()
}

impl Service {
    /// Counts all reminders of a tenant. One that fails does not hold up the others.
    async fn recount_tenant(&self, tenant: &str, turn: &Turn) -> Result<Recounted, Error> {
        let counting = Counting {
            zone: tenant::zone_at(self.database(), tenant, self.now().await?).await?,
            working_days: tenant::working_days(self.database(), tenant).await?,
            cause: Cause { kind: WORKING_DAYS, id: self.records.clock.id() },
        };
        let (mut after, mut has_failed) = (Uuid::nil(), false);
        loop {
            let Some(fence) = turn.fence(self.database()).await? else { return Ok(Recounted::Lost) };
            let rows = reminder::active(self.database(), tenant, after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(if has_failed { Recounted::Some } else { Recounted::All }) };
            after = last.reminder_id;
            for row in &rows {
                match self.recount_reminder(tenant, row, &counting, &fence).await {
                    Ok(Fenced::Lost) => return Ok(Recounted::Lost),
                    Ok(Fenced::Written) => {}
                    Ok(Fenced::Elsewhere | Fenced::Taken) => has_failed = true,
                    Err(error) if is_outage(&error) => return Err(error),
                    Err(error) => {
                        tracing::warn!(%error, reminder = %row.reminder_id, "a reminder could not be counted anew; set aside");
                        has_failed = true;
                    }
                }
            }
        }
    }

    async fn recount_reminder(
        &self,
        tenant: &str,
        row: &Model,
        counting: &Counting,
        fence: &Fence,
    ) -> Result<Fenced, Error> {
        let facts = reminder::facts(row)?;
        if !facts.schedule.goes_by_working_days() && facts.important_date.is_none() {
            return Ok(Fenced::Written);
        }
        let keyring = &self.records.keyring;
        for _ in 0..MOST_CONFLICTS {
            let row = reminder::find(self.database(), tenant, row.reminder_id).await?;
            let Some(row) = row else { return Ok(Fenced::Written) };
            let before = reminder::open(keyring, &row).await?;
            let after = before.recount(&counting.zone, &counting.working_days)?;
            let Some(after) = after else { return Ok(Fenced::Written) };
            let key = reminder::key(keyring, &row).await?;
            let change = reminder::change(tenant, Some(&before), &after, key.as_ref(), self.records.clock.salt())?;
            match self.write_fenced(tenant, counting.cause, fence.clone(), Vec::new(), vec![change]).await? {
                // Somebody changed it, or it came round: it is looked at again.
                Fenced::Elsewhere | Fenced::Taken => {}
                done @ (Fenced::Written | Fenced::Lost) => return Ok(done),
            }
        }
        Ok(Fenced::Elsewhere)
    }
}
