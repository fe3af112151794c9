//! What somebody has to do, and what can happen to it.

use clock::Instant;
use conventions::violations::Bilingual;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::due::{Due, Occasion};
use super::schedule::ScheduleError;
use super::upkeep::Upkeep;
use super::zone::Zone;

/// The number of the form in which [`TaskFacts`] and [`TaskPersonal`] are stored.
pub const SCHEMA: i64 = 1;
/// The most characters of a title.
pub const LONGEST_TITLE: usize = 200;
/// The most characters of a note.
pub const LONGEST_NOTE: usize = 10_000;
/// The most characters of an outcome.
pub const LONGEST_OUTCOME: usize = 2_000;
/// The most members of staff who are told beside the assignee.
pub const MOST_WATCHERS: usize = 20;

const MICROS_PER_MINUTE: i64 = 60_000_000;

/// A task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Task {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: TaskFacts,
    /// The rest; none once it is erased.
    pub personal: Option<TaskPersonal>,
}

/// What of a task names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TaskFacts {
    /// What kind of task it is.
    pub kind: TaskKind,
    /// The customer that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Uuid>,
    /// When it is due on the clocks of `zone`.
    pub due: DateTime,
    /// The time zone of `due`.
    pub zone: Zone,
    /// How long before it is due it is told of.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lead_minutes: u32,
    /// How much it presses.
    pub priority: Priority,
    /// Who has to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// Who is told of it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<Uuid>,
    /// Whether it is to be done.
    pub state: TaskState,
    /// When it will be told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Due>,
    /// What this very revision told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Which occurrence of which reminder made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The next step of which interaction it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// By which rule it keeps up contact with its customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upkeep: Option<Upkeep>,
    /// When it was completed or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_time: Option<Instant>,
    /// When it was created.
    pub create_time: Instant,
}

/// What of a task may name a person. Stored as sealed JSON.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct TaskPersonal {
    /// What is to be done, in a line.
    pub title: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
}

/// The occurrence of a reminder that made a task.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Origin {
    /// The reminder.
    pub reminder: Uuid,
    /// The local time that was meant.
    pub occurrence: DateTime,
    /// How many earlier occurrences it stands for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub merged: u32,
}

/// The next step of an interaction, which a task stays in step with.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Step {
    /// The interaction.
    pub interaction: Uuid,
    /// The revision of the interaction that the task follows.
    pub revision: i64,
    /// The time that the interaction gave last, whatever a person made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// Whether the interaction took the step back, and cancelled the task by that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// That a task was told of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Told {
    /// For which time.
    pub due: Due,
    /// When.
    pub time: Instant,
}

/// What kind of task it is. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Anything.
    ToDo,
    /// The next contact with a customer.
    NextContact,
    /// A day that matters to a customer.
    ImportantDate,
    /// A customer's data is to be looked over.
    DataUpdate,
    /// A customer who was not spoken to for long.
    DormantCustomer,
}

/// How much it presses. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It can wait.
    Low,
    /// As most things.
    Normal,
    /// Before most things.
    High,
    /// Before all else.
    Urgent,
}

/// Whether it is to be done. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// It is.
    Open,
    /// It is done.
    Completed,
    /// It is not any more.
    Cancelled,
    /// Its personal part was erased.
    Erased,
}

/// The task is not open, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the task is not open")]
pub struct Closed;

/// The time until which a task is put off has passed already.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be later than now")]
pub struct Passed;

impl Bilingual for Passed {
    fn chinese(&self) -> String {
        "须晚于当前时间".to_owned()
    }
}

impl TaskFacts {
    /// The person whose key seals a task with this id: the customer, else whatever the task began with.
    pub fn subject(&self, id: Uuid) -> Uuid {
        self.customer.or(self.origin.map(|origin| origin.reminder)).unwrap_or(id)
    }

    /// The instant at which it is due.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn due_time(&self) -> Result<Instant, ScheduleError> {
        Ok(Due::at(self.due, &self.zone)?.time)
    }

    /// When it is told of, by when it is due.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn first_notice(&self) -> Result<Due, ScheduleError> {
        let due = Due::at(self.due, &self.zone)?;
        let lead = i64::from(self.lead_minutes) * MICROS_PER_MINUTE;
        Ok(if lead == 0 { due } else { Due::of(due.time.plus_micros(-lead), &self.zone) })
    }

    /// Whether somebody is told of it: does it, or watches it.
    pub fn concerns(&self, staff: Uuid) -> bool {
        self.assignee == Some(staff) || self.watchers.contains(&staff)
    }
}

impl Task {
    /// The next revision, which has told nothing yet.
    ///
    /// # Errors
    /// It is not open.
    pub fn next_revision(&self) -> Result<Self, Closed> {
        match self.facts.state {
            TaskState::Open => {
                let facts = TaskFacts { told: None, ..self.facts.clone() };
                Ok(Self { revision: self.revision + 1, facts, ..self.clone() })
            }
            TaskState::Completed | TaskState::Cancelled | TaskState::Erased => Err(Closed),
        }
    }

    /// Told of at the time for which it waited; nothing is waited for any more.
    ///
    /// # Errors
    /// It is not open.
    pub fn tell(&self, waiting: Due, now: Instant) -> Result<Self, Closed> {
        let mut next = self.next_revision()?;
        next.facts.waiting = None;
        next.facts.told = Some(Told { due: waiting, time: now });
        Ok(next)
    }

    /// Told of again at a later time.
    ///
    /// # Errors
    /// It is not open.
    pub fn snooze(&self, until: Instant) -> Result<Self, Closed> {
        let mut next = self.next_revision()?;
        next.facts.waiting = Some(Due::of(until, &self.facts.zone));
        Ok(next)
    }

    /// Somebody else's; who had it before watches it.
    ///
    /// # Errors
    /// It is not open.
    pub fn delegate(&self, assignee: Uuid) -> Result<Self, Closed> {
        let mut next = self.next_revision()?;
        let before = next.facts.assignee.replace(assignee).filter(|before| *before != assignee);
        next.facts.watchers.retain(|watcher| *watcher != assignee && Some(*watcher) != before);
        next.facts.watchers.extend(before);
        // Who came first goes first.
        let beyond = next.facts.watchers.len().saturating_sub(MOST_WATCHERS);
        next.facts.watchers.drain(..beyond);
        Ok(next)
    }

    /// Somebody else's, or nobody's, with all else as it is.
    ///
    /// # Errors
    /// It is not open.
    pub fn hand_over(&self, assignee: Option<Uuid>) -> Result<Self, Closed> {
        let mut next = self.next_revision()?;
        next.facts.assignee = assignee;
        Ok(next)
    }

    /// Done, or not to be done.
    ///
    /// # Errors
    /// It is not open.
    pub fn close(&self, state: TaskState, outcome: String, now: Instant) -> Result<Self, Closed> {
        let mut next = self.next_revision()?;
        next.facts.state = state;
        next.facts.waiting = None;
        next.facts.close_time = Some(now);
        if let Some(personal) = &mut next.personal {
            personal.outcome = outcome;
        }
        Ok(next)
    }
}

/// What a reminder makes its tasks of.
pub struct Template<'a> {
    /// The reminder.
    pub reminder: Uuid,
    /// What kind of tasks it makes.
    pub kind: TaskKind,
    /// The customer that it is about.
    pub customer: Option<Uuid>,
    /// Its zone.
    pub zone: &'a Zone,
    /// How much its tasks press.
    pub priority: Priority,
    /// Who gets them.
    pub assignee: Option<Uuid>,
}

impl Template<'_> {
    /// The task of an occurrence, told of as it is made.
    pub fn task(&self, occasion: Occasion, merged: u32, now: Instant) -> TaskFacts {
        TaskFacts {
            kind: self.kind,
            customer: self.customer,
            due: occasion.about,
            zone: self.zone.clone(),
            lead_minutes: 0,
            priority: self.priority,
            assignee: self.assignee,
            watchers: Vec::new(),
            state: TaskState::Open,
            waiting: None,
            told: Some(Told { due: occasion.due, time: now }),
            origin: Some(Origin { reminder: self.reminder, occurrence: occasion.due.local, merged }),
            step: None,
            upkeep: None,
            close_time: None,
            create_time: now,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
