//! Tasks, and what makes them, as they are handed over and given back.

use journal::{RecordChange, RecordKey};
use operation::hand_over::{HandOver, Held};
use uuid::Uuid;

use crate::Service;
use crate::call::Call;
use crate::domain::dormancy::{DormancyFacts, DormancyRule};
use crate::domain::reminder::ReminderState;
use crate::domain::task::TaskState;
use crate::error::{Error, Objection};
use crate::store::entity::{reminder as reminder_row, task as task_row};
use crate::store::{dormancy_rule, of_assignee, reminder, task};

/// What somebody has to do, and the rules and reminders that say so.
pub(super) struct Duties;

/// One of them: a rule, or the row of another.
pub(super) enum Duty {
    Rule(DormancyRule),
    Reminder(reminder_row::Model),
    Task(task_row::Model),
}

impl HandOver for Duties {
    type Service = Service;
    type Record = Duty;

    /// What makes tasks first: what it makes from then on is the successor's.
    const KINDS: &'static [&'static str] = &[dormancy_rule::KIND, reminder::KIND, task::KIND];

    async fn count(&self, call: &Call, kind: &'static str, assignee: Uuid) -> Result<u64, Error> {
        let (database, tenant) = (call.service.database(), call.tenant());
        match kind {
            dormancy_rule::KIND => Ok(of_assignee::rules(database, tenant, assignee).await?.len() as u64),
            reminder::KIND => of_assignee::count_reminders(database, tenant, assignee).await,
            _ => of_assignee::count_tasks(database, tenant, assignee).await,
        }
    }

    async fn portion(
        &self,
        call: &Call,
        kind: &'static str,
        assignee: Uuid,
        after: Uuid,
        limit: u64,
    ) -> Result<Vec<Held<Duty>>, Error> {
        let (database, tenant) = (call.service.database(), call.tenant());
        Ok(match kind {
            // They are few.
            dormancy_rule::KIND => {
                let rules = of_assignee::rules(database, tenant, assignee).await?;
                rules.into_iter().filter(|rule| rule.id > after).map(of_rule).collect()
            }
            reminder::KIND => {
                let rows = of_assignee::reminders(database, tenant, assignee, after, limit).await?;
                rows.into_iter().map(of_reminder).collect()
            }
            _ => {
                let rows = of_assignee::tasks(database, tenant, assignee, after, limit).await?;
                rows.into_iter().map(of_task).collect()
            }
        })
    }

    async fn held(&self, call: &Call, key: RecordKey) -> Result<Option<Held<Duty>>, Error> {
        let (database, tenant) = (call.service.database(), call.tenant());
        Ok(match key.kind {
            dormancy_rule::KIND => dormancy_rule::find(database, tenant, key.id).await?.map(of_rule),
            reminder::KIND => reminder::find(database, tenant, key.id).await?.map(of_reminder),
            _ => task::find(database, tenant, key.id).await?.map(of_task),
        })
    }

    fn assignee(kind: &'static str, facts: &str) -> Result<Option<Uuid>, serde_json::Error> {
        match kind {
            dormancy_rule::KIND => Ok(serde_json::from_str::<DormancyFacts>(facts)?.named()),
            _ => operation::hand_over::assignee(facts),
        }
    }

    async fn assigned(&self, call: &Call, duty: &Duty, assignee: Option<Uuid>) -> Result<RecordChange, Error> {
        let (tenant, keyring) = (call.tenant(), &call.service.records.keyring);
        let salt = call.service.records.clock.salt();
        match duty {
            Duty::Rule(before) => {
                let deleted = |_| Error::Objection(Objection::DormancyRuleDeleted(before.id));
                dormancy_rule::change(tenant, &before.hand_over(assignee).map_err(deleted)?, salt)
            }
            Duty::Reminder(row) => {
                let before = reminder::open(keyring, row).await?;
                let ended = |_| Error::Objection(Objection::ReminderEnded(before.id));
                let after = before.hand_over(assignee).map_err(ended)?;
                reminder::change(tenant, Some(&before), &after, reminder::key(keyring, row).await?.as_ref(), salt)
            }
            Duty::Task(row) => {
                let before = task::open(keyring, row).await?;
                let closed = |_| Error::Objection(Objection::TaskClosed(before.id));
                let after = before.hand_over(assignee).map_err(closed)?;
                task::change(tenant, Some(&before), &after, task::key(keyring, row).await?.as_ref(), salt)
            }
        }
    }
}

fn of_rule(rule: DormancyRule) -> Held<Duty> {
    Held {
        key: RecordKey { kind: dormancy_rule::KIND, id: rule.id },
        assignee: rule.facts.named(),
        is_open: !rule.facts.deleted,
        record: Duty::Rule(rule),
    }
}

fn of_reminder(row: reminder_row::Model) -> Held<Duty> {
    Held {
        key: RecordKey { kind: reminder::KIND, id: row.reminder_id },
        assignee: row.assignee,
        is_open: row.state == reminder::state_code(ReminderState::Active),
        record: Duty::Reminder(row),
    }
}

fn of_task(row: task_row::Model) -> Held<Duty> {
    Held {
        key: RecordKey { kind: task::KIND, id: row.task_id },
        assignee: row.assignee,
        is_open: row.state == task::state_code(TaskState::Open),
        record: Duty::Task(row),
    }
}
