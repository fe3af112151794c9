//! Counting by other working days: once those of a tenant are others, what is moved by them waits for the same occasion at another time.
//!
//! The feed leaves the tenant in a table ([`crate::consume`]); one process at a time, under a lease, looks at all its reminders and then
//! lets go of the row. Whoever is killed in between begins anew, which changes nothing twice.

use calendar::WorkingDays;
use futures::FutureExt;
use futures::future::BoxFuture;
use journal::{Cause, Fence};
use uuid::Uuid;

use crate::Service;
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::{recount, reminder, tenant};
use crate::turn::Turn;

/// The name of the lease, and why reminders are written.
pub(crate) const WORKING_DAYS: &str = "working_days";
/// Reminders that are looked at at once.
const PAGE: usize = 500;

/// Counts what goes by working days that may have changed; answers of how many tenants.
pub(crate) fn recount<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let pending = recount::pending(service.database()).await?;
        let mut seen = 0;
        for (tenant, revision) in pending {
            if service.recount_tenant(&tenant, turn).await? == Fenced::Lost {
                break;
            }
            recount::seen_to(service.database(), &tenant, revision).await?;
            seen += 1;
        }
        Ok(seen)
    }
    .boxed()
}

impl Service {
    async fn recount_tenant(&self, tenant: &str, turn: &Turn) -> Result<Fenced, Error> {
        let working_days = tenant::working_days(self.database(), tenant).await?;
        let cause = Cause { kind: WORKING_DAYS, id: self.records.clock.id() };
        let mut after = Uuid::nil();
        loop {
            let Some(fence) = turn.fence(self.database()).await? else { return Ok(Fenced::Lost) };
            let rows = reminder::active(self.database(), tenant, after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(Fenced::Written) };
            after = last.reminder_id;
            for row in &rows {
                if !reminder::facts(row)?.schedule.goes_by_working_days() {
                    continue;
                }
                let recounted = self.recount_reminder(tenant, row.reminder_id, &working_days, cause, &fence).await?;
                if recounted == Fenced::Lost {
                    return Ok(Fenced::Lost);
                }
            }
        }
    }

    async fn recount_reminder(
        &self,
        tenant: &str,
        id: Uuid,
        working_days: &WorkingDays,
        cause: Cause,
        fence: &Fence,
    ) -> Result<Fenced, Error> {
        let keyring = &self.records.keyring;
        loop {
            let Some(row) = reminder::find(self.database(), tenant, id).await? else { return Ok(Fenced::Written) };
            let before = reminder::open(keyring, &row).await?;
            let Some(after) = before.recount(working_days)? else { return Ok(Fenced::Written) };
            let key = reminder::key(keyring, &row).await?;
            let change = reminder::change(tenant, Some(&before), &after, key.as_ref(), self.records.clock.salt())?;
            match self.write_fenced(tenant, cause, fence.clone(), Vec::new(), vec![change]).await? {
                // Somebody changed it, or it came round: it is looked at again.
                Fenced::Elsewhere | Fenced::Taken => {}
                done @ (Fenced::Written | Fenced::Lost) => return Ok(done),
            }
        }
    }
}
