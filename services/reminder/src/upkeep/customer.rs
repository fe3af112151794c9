//! Looking at one customer: what becomes of its tasks.

use std::collections::HashSet;

use clock::Instant;
use database::Database;
use journal::{Cause, Fence};
use uuid::Uuid;

use super::rules::Rules;
use crate::Service;
use crate::domain::acquaintance::Acquaintance;
use crate::domain::cadence::{self, Days};
use crate::domain::dormancy;
use crate::domain::task::{Task, TaskPersonal};
use crate::domain::upkeep::{RuleKind, Step};
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::task;

/// Why such a task is written.
const CAUSE: &str = "customer";
/// What such tasks are called. A person may call them something else.
const NEXT_CONTACT: &str = "跟进客户 Next contact";
const DORMANT: &str = "唤醒沉睡客户 Win the customer back";

/// Which of some customers have such tasks at all.
pub(super) struct WithTask {
    of_cadences: HashSet<Uuid>,
    of_dormancy: HashSet<Uuid>,
}

impl WithTask {
    pub(super) async fn read(database: &Database, tenant: &str, customers: &[Uuid]) -> Result<Self, Error> {
        Ok(Self {
            of_cadences: task::with_upkeep(database, tenant, customers, RuleKind::Cadence).await?,
            of_dormancy: task::with_upkeep(database, tenant, customers, RuleKind::Dormancy).await?,
        })
    }
}

impl Service {
    /// Brings the tasks of a customer in step with the rules; answers when to look again, if nothing happens before.
    pub(super) async fn look_at_customer(
        &self,
        tenant: &str,
        customer: &Acquaintance,
        rules: &Rules,
        with_task: &WithTask,
        now: Instant,
        fence: &Fence,
    ) -> Result<(Fenced, Option<Instant>), Error> {
        let days = Days { zone: &rules.zone, working_days: &rules.working_days, now };
        let contact = self.upkeep_task(tenant, customer, &with_task.of_cadences, RuleKind::Cadence).await?;
        let step = cadence::step(&rules.cadences, customer, contact.as_ref(), days)?;
        let written = self.take_step(tenant, customer, contact.as_ref(), step, fence).await?;
        // Where the key of a step is taken, there is a task of it, which was ended: it is the one that there is to be.
        if matches!(written, Fenced::Elsewhere | Fenced::Lost) {
            return Ok((written, None));
        }
        let dormant = self.upkeep_task(tenant, customer, &with_task.of_dormancy, RuleKind::Dormancy).await?;
        let spell = dormancy::step(&rules.dormancy, customer, dormant.as_ref(), &rules.zone, now)?;
        let is_kept = spell.step == Step::Keep;
        let settled = Some(customer.settled).filter(|settled| *settled > now && !rules.cadences.is_empty());
        let next_look = [spell.next_look, settled].into_iter().flatten().min();
        match self.take_step(tenant, customer, dormant.as_ref(), spell.step, fence).await? {
            Fenced::Written => {}
            Fenced::Taken => return Ok((Fenced::Written, settled)),
            missed @ (Fenced::Elsewhere | Fenced::Lost) => return Ok((missed, None)),
        }
        match spell.release {
            // With the task as it is by now.
            Some(_) if !is_kept => Ok((Fenced::Written, Some(now))),
            Some(task) => self.release(tenant, customer, &task, fence).await,
            None => Ok((Fenced::Written, next_look)),
        }
    }

    /// The task by which a kind of rule keeps up contact with a customer: the open one, else the last.
    async fn upkeep_task(
        &self,
        tenant: &str,
        customer: &Acquaintance,
        with_task: &HashSet<Uuid>,
        kind: RuleKind,
    ) -> Result<Option<Task>, Error> {
        if !with_task.contains(&customer.customer) {
            return Ok(None);
        }
        let row = task::find_upkeep(self.database(), tenant, customer.customer, kind).await?;
        match row {
            Some(row) => Ok(Some(task::open(&self.records.keyring, &row).await?)),
            None => Ok(None),
        }
    }

    async fn take_step(
        &self,
        tenant: &str,
        customer: &Acquaintance,
        before: Option<&Task>,
        step: Step,
        fence: &Fence,
    ) -> Result<Fenced, Error> {
        match step {
            Step::Keep => Ok(Fenced::Written),
            Step::Begin(facts) => {
                let (records, now) = (&self.records, facts.create_time);
                let claims: Vec<_> =
                    facts.upkeep.iter().map(|upkeep| task::upkeep_key(customer.customer, upkeep)).collect();
                let title = match facts.upkeep.as_ref().map(|upkeep| upkeep.by) {
                    Some(RuleKind::Dormancy) => DORMANT,
                    Some(RuleKind::Cadence) | None => NEXT_CONTACT,
                };
                let personal = Some(TaskPersonal { title: title.to_owned(), ..TaskPersonal::default() });
                let after = Task { id: records.clock.id_of(now), revision: 1, update_time: now, facts, personal };
                let key = records.keyring.key(records.keyring.assign().await?).await?;
                let change = task::change(tenant, None, &after, Some(&key), records.clock.salt())?;
                let cause = Cause { kind: CAUSE, id: customer.customer };
                self.write_fenced(tenant, cause, fence.clone(), claims, vec![change]).await
            }
            Step::Change(after) => self.change_upkeep(tenant, before, &after, fence).await,
        }
    }

    /// Writes a revision of such a task.
    pub(super) async fn change_upkeep(
        &self,
        tenant: &str,
        before: Option<&Task>,
        after: &Task,
        fence: &Fence,
    ) -> Result<Fenced, Error> {
        let (keyring, salt) = (&self.records.keyring, self.records.clock.salt());
        let Some(row) = task::find(self.database(), tenant, after.id).await? else { return Ok(Fenced::Elsewhere) };
        let key = task::key(keyring, &row).await?;
        let change = task::change(tenant, before, after, key.as_ref(), salt)?;
        let cause = Cause { kind: CAUSE, id: after.facts.customer.unwrap_or_default() };
        self.write_fenced(tenant, cause, fence.clone(), Vec::new(), vec![change]).await
    }
}
