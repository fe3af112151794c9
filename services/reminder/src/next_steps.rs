//! Bringing tasks in step with what interactions name as their next steps.
//!
//! The feed leaves what was told in a table ([`crate::consume`]); one process at a time, under a lease, makes or changes the task of each and
//! then lets go of the row. Whoever is killed in between sees to it again, which changes nothing: the task knows which revision it follows.

use customers::{Customer, CustomerState, ask};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use journal::{Cause, Fence};
use uuid::Uuid;

use crate::Service;
use crate::domain::next_step::{NextStep, TITLE};
use crate::domain::task::{Task, TaskPersonal, TaskState};
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::entity::next_step::Entity;
use crate::store::{interaction, next_step, pending, task, tenant};
use crate::turn::Turn;

/// The name of the lease.
pub(crate) const NEXT_STEPS: &str = "next_steps";
/// Why such a task is written.
const CAUSE: &str = "interaction";
/// What is seen to at once.
const PAGE: u64 = 256;

/// Brings the tasks of some of what was told in step; answers of how much.
pub(crate) fn keep_in_step<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let now = service.now().await?;
        let mut told = pending::due::<Entity>(service.database(), now, PAGE).await?;
        if told.is_empty() {
            return Ok(0);
        }
        let Some(fence) = turn.fence(service.database()).await? else { return Ok(0) };
        told.sort_by_key(|row| (row.interaction_id, row.revision));
        let (mut seen, mut failed) = (Vec::with_capacity(told.len()), Vec::new());
        // Interactions at the same time, so that their tasks are written together; the revisions of each one after the other.
        let of_interactions = told.chunk_by(|one, other| one.interaction_id == other.interaction_id);
        let following = of_interactions.map(async |revisions| {
            let mut followed = Vec::with_capacity(revisions.len());
            for row in revisions {
                let step = next_step::step(row);
                followed.push((row, service.follow_step(&row.tenant_id, &step, fence.clone()).await));
            }
            followed
        });
        for (told, followed) in join_all(following).await.into_iter().flatten() {
            match followed {
                Ok(Fenced::Written) => seen.push(told),
                // Somebody changed the task meanwhile, or the lease is lost: it is met again.
                Ok(Fenced::Elsewhere | Fenced::Taken | Fenced::Lost) => {}
                // One that fails does not hold up the others.
                Err(error) => {
                    tracing::warn!(%error, interaction = %told.interaction_id, "a next step could not be followed; set aside");
                    if !is_outage(&error) {
                        failed.push(told);
                    }
                }
            }
        }
        service.seen_to::<Entity>(&fence, &seen, &failed, now).await?;
        Ok(seen.len() + failed.len())
    }
    .boxed()
}

impl Service {
    async fn follow_step(&self, tenant: &str, step: &NextStep, fence: Fence) -> Result<Fenced, Error> {
        let now = self.now().await?;
        let keyring = &self.records.keyring;
        let (before, after, key) = match task::find_step(self.database(), tenant, step.interaction).await? {
            Some(row) => {
                let before = task::open(keyring, &row).await?;
                let Some(mut after) = step.bring_in_step(&before, now)? else { return Ok(Fenced::Written) };
                if before.facts.state != after.facts.state && after.facts.state == TaskState::Open {
                    let customer = customers::find(self.database(), tenant, &step.customer.to_string()).await?;
                    after.facts.assignee = self.who(tenant, before.facts.assignee, customer.as_ref()).await?;
                }
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

    /// Who has to take a step: whoever is meant to, unless he has left; else the customer's owner.
    async fn who(&self, tenant: &str, meant: Option<Uuid>, customer: Option<&Customer>) -> Result<Option<Uuid>, Error> {
        let owner = customer.and_then(|customer| customer.owner);
        let Some(meant) = meant else { return Ok(owner) };
        // Whoever leaves hands his customers over.
        if customer.is_some_and(|customer| customer.owner == Some(meant) || customer.collaborators.contains(&meant)) {
            return Ok(Some(meant));
        }
        let staff = ask::staff(&self.customers, &self.token.in_tenant(tenant), meant).await?;
        Ok(if staff.is_some_and(|staff| !staff.inactive) { Some(meant) } else { owner })
    }

    /// The task that a next step begins with: of whoever logged it, else of the customer's owner. None without a step, and of a customer
    /// who is not live, nor by a revision that failed until a newer one was told of: that one says what is so.
    async fn begun(&self, tenant: &str, step: &NextStep, now: clock::Instant) -> Result<Option<Task>, Error> {
        let Some(due) = step.due else { return Ok(None) };
        if interaction::is_newer(self.database(), tenant, step.interaction, step.revision).await? {
            return Ok(None);
        }
        let customer = customers::find(self.database(), tenant, &step.customer.to_string()).await?;
        if customer.as_ref().is_some_and(|customer| customer.state != CustomerState::Active) {
            return Ok(None);
        }
        let assignee = self.who(tenant, step.author, customer.as_ref()).await?;
        let zone = tenant::zone_at(self.database(), tenant, now).await?;
        let facts = step.task(due, &zone, assignee, now)?;
        let personal = Some(TaskPersonal { title: TITLE.to_owned(), ..TaskPersonal::default() });
        Ok(Some(Task { id: self.records.clock.id_of(now), revision: 1, update_time: now, facts, personal }))
    }
}
