//! Bringing tasks in step with what interactions name as their next steps.
//!
//! The feed leaves what was told in a table ([`crate::consume`]); one process at a time, under a lease, makes or changes the task of each and
//! then lets go of the row. Whoever is killed in between sees to it again, which changes nothing: the task knows which revision it follows.

use std::sync::Arc;
use std::time::Duration;

use customers::CustomerState;
use database::Lease;
use journal::{Cause, Fence};
use tokio_util::sync::CancellationToken;

use crate::Service;
use crate::domain::next_step::{NextStep, TITLE};
use crate::domain::task::{Task, TaskPersonal};
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::{next_step, task, tenant_zone};

const LEASE: &str = "next_steps";
/// Why such a task is written.
const CAUSE: &str = "interaction";
/// What is seen to at once.
const PAGE: u64 = 256;
/// How long to wait after the database failed.
const RETRY: Duration = Duration::from_secs(1);

impl Service {
    /// Brings tasks in step until `end`.
    pub(crate) async fn keep_in_step(self: Arc<Self>, term: Duration, look: Duration, end: CancellationToken) {
        let lease = Lease::new(LEASE, self.records.clock.id(), term);
        while !end.is_cancelled() {
            let pause = match self.bring_in_step(&lease).await {
                // There may be more.
                Ok(seen) if seen > 0 => continue,
                Ok(_) => look,
                Err(error) => {
                    tracing::warn!(%error, "a task could not be brought in step with an interaction; tried again");
                    RETRY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = end.cancelled() => {}
            }
        }
        if let Err(error) = lease.release(self.database()).await {
            tracing::warn!(%error, "the lease of the next steps could not be given back; it ends by itself");
        }
    }

    /// Sees to some of what was told; answers to how much.
    async fn bring_in_step(&self, lease: &Lease) -> Result<usize, Error> {
        let told = next_step::pending(self.database(), PAGE).await?;
        if told.is_empty() {
            return Ok(0);
        }
        let Some(epoch) = lease.acquire(self.database()).await? else { return Ok(0) };
        let fence = Fence { lease: LEASE.to_owned(), epoch };
        let (mut seen, mut failed) = (Vec::with_capacity(told.len()), None);
        for (tenant, step) in told {
            match self.follow_step(&tenant, &step, fence.clone()).await {
                Ok(Fenced::Written) => seen.push((tenant, step)),
                // Somebody changed the task meanwhile, or the lease is lost: it is met again.
                Ok(Fenced::Elsewhere | Fenced::Taken | Fenced::Lost) => {}
                // One that fails does not hold up the others.
                Err(error) => failed = Some(error),
            }
        }
        next_step::seen_to(self.database(), &seen).await?;
        failed.map_or(Ok(seen.len()), Err)
    }

    async fn follow_step(&self, tenant: &str, step: &NextStep, fence: Fence) -> Result<Fenced, Error> {
        let now = self.now().await?;
        let keyring = &self.records.keyring;
        let (before, after, key) = match task::find_step(self.database(), tenant, step.interaction).await? {
            Some(row) => {
                let before = task::open(keyring, &row).await?;
                let Some(after) = step.bring_in_step(&before, now)? else { return Ok(Fenced::Written) };
                (Some(before), after, task::key(keyring, &row).await?)
            }
            None => {
                let Some(after) = self.begun(tenant, step, now).await? else { return Ok(Fenced::Written) };
                (None, after, Some(keyring.key(keyring.assign().await?).await?))
            }
        };
        let change = task::change(tenant, before.as_ref(), &after, key.as_ref(), self.records.clock.salt())?;
        let claims = if before.is_none() { vec![task::step_key(step.interaction)] } else { Vec::new() };
        let cause = Cause { kind: CAUSE, id: step.interaction };
        self.write_fenced(tenant, cause, fence, claims, vec![change]).await
    }

    /// The task that a next step begins with: of whoever logged it, else of the customer's owner. None without a step, and of a customer
    /// who is not live.
    async fn begun(&self, tenant: &str, step: &NextStep, now: clock::Instant) -> Result<Option<Task>, Error> {
        let Some(due) = step.due else { return Ok(None) };
        let customer = customers::find(self.database(), tenant, &step.customer.to_string()).await?;
        if customer.as_ref().is_some_and(|customer| customer.state != CustomerState::Active) {
            return Ok(None);
        }
        let assignee = step.author.or(customer.and_then(|customer| customer.owner));
        let zone = tenant_zone::at(self.database(), tenant, now).await?;
        let facts = step.task(due, &zone, assignee, now)?;
        let personal = Some(TaskPersonal { title: TITLE.to_owned(), ..TaskPersonal::default() });
        Ok(Some(Task { id: self.records.clock.id_of(now), revision: 1, update_time: now, facts, personal }))
    }
}
