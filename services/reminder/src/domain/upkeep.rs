//! The tasks that keep contact with customers up, and what they have of the rules that made them.

use clock::Instant;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::acquaintance::Acquaintance;
use super::schedule::ScheduleError;
use super::task::{Priority, Task, TaskFacts, TaskKind, TaskState};
use super::zone::Zone;

/// The rule that a task goes by, and from what it is counted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Upkeep {
    /// What kind of rule it is.
    pub by: RuleKind,
    /// The cadence or the dormancy rule.
    pub rule: Uuid,
    /// The contact from which it is counted.
    pub since: Instant,
    /// When a person ended the task before it, which counts as a contact too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// When it is due by the rule, whatever a person made of it.
    pub due: DateTime,
    /// In which zone; of what was written before that was kept, that of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Who was to do it by the rule, whoever has it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// Whether it was cancelled because the rule holds no more, not by a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// That its customer was to be given to the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
}

/// What kind of rule a task goes by. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// A cadence.
    Cadence,
    /// A dormancy rule.
    Dormancy,
}

/// That a customer was to be given to the pool.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Release {
    /// When.
    pub time: Instant,
    /// Why the customer service refused it; empty when it did not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub refusal: String,
}

/// What becomes of the task of a customer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// It stays as it is, or there is none.
    Keep,
    /// There is one from now on.
    Begin(TaskFacts),
    /// It is this from now on.
    Change(Task),
}

impl Upkeep {
    /// The task that it begins with, told of when it is due.
    ///
    /// # Errors
    /// The time leaves the calendar.
    pub fn task(
        self,
        customer: &Acquaintance,
        priority: Priority,
        zone: &Zone,
        now: Instant,
    ) -> Result<TaskFacts, ScheduleError> {
        let kind = match self.by {
            RuleKind::Cadence => TaskKind::NextContact,
            RuleKind::Dormancy => TaskKind::DormantCustomer,
        };
        let mut facts = TaskFacts {
            kind,
            customer: Some(customer.customer),
            due: self.due,
            zone: zone.clone(),
            lead_minutes: 0,
            priority,
            assignee: self.assignee,
            watchers: Vec::new(),
            state: TaskState::Open,
            waiting: None,
            told: None,
            origin: None,
            step: None,
            upkeep: Some(self),
            close_time: None,
            create_time: now,
        };
        facts.waiting = Some(facts.first_notice()?);
        Ok(facts)
    }
}

impl Task {
    /// The next revision as a rule makes it, whatever the state: nothing is told by it.
    pub(super) fn by_rule(&self, upkeep: Upkeep) -> Self {
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        next.facts.told = None;
        next.facts.upkeep = Some(upkeep);
        next
    }

    /// Cancelled, since its rule holds no more.
    pub(super) fn withdrawn(&self, upkeep: &Upkeep, why: &str, now: Instant) -> Self {
        let mut next = self.by_rule(Upkeep { withdrawn: true, ..upkeep.clone() });
        next.facts.state = TaskState::Cancelled;
        next.facts.waiting = None;
        next.facts.close_time = Some(now);
        if let Some(personal) = &mut next.personal {
            why.clone_into(&mut personal.outcome);
        }
        next
    }

    /// In step with its rule: with its due time and who is to do it, as far as the rule says something else than before. Opened again if
    /// it was withdrawn.
    ///
    /// # Errors
    /// The time leaves the calendar.
    pub(super) fn in_step(&self, before: &Upkeep, now: &Upkeep) -> Result<Option<Self>, ScheduleError> {
        let zone = |upkeep: &Upkeep| upkeep.zone.clone().unwrap_or_else(|| self.facts.zone.clone());
        let told = |upkeep: &Upkeep| (upkeep.rule, upkeep.due, zone(upkeep), upkeep.assignee, upkeep.withdrawn);
        if told(before) == told(now) {
            return Ok(None);
        }
        let mut next = self.by_rule(now.clone());
        if self.facts.zone == zone(before) && zone(before) != zone(now) {
            next.facts.zone = zone(now);
            next.facts.waiting = self.facts.waiting.map(|_| next.facts.first_notice()).transpose()?;
        }
        if before.assignee != now.assignee {
            next.facts.assignee = now.assignee;
        }
        if before.due != now.due {
            next.facts.due = now.due;
            next.facts.waiting = Some(next.facts.first_notice()?);
        }
        if self.facts.state == TaskState::Cancelled {
            next.facts.state = TaskState::Open;
            next.facts.close_time = None;
            next.facts.waiting = Some(next.facts.first_notice()?);
            if let Some(personal) = &mut next.personal {
                personal.outcome.clear();
            }
        }
        Ok(Some(next))
    }

    /// By which rule it goes, and whether it is open.
    pub(super) fn upkeep(&self) -> Option<(&Upkeep, bool)> {
        self.facts.upkeep.as_ref().map(|upkeep| (upkeep, self.facts.state == TaskState::Open))
    }
}
