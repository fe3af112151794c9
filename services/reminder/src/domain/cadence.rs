//! How often the owners of customers speak to them, and the task that is in step with that.

use calendar::{Shift, WorkingDays};
use clock::Instant;
use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::acquaintance::Acquaintance;
use super::due::Due;
use super::period::{Period, day_of};
use super::schedule::ScheduleError;
use super::task::{Priority, Task, TaskState};
use super::upkeep::{RuleKind, Step, Upkeep};
use super::zone::Zone;

/// The number of the form in which [`CadenceFacts`] are stored.
pub const SCHEMA: i64 = 1;
/// The most cadences of a tenant.
pub const MOST_CADENCES: i64 = 200;
/// Why a task is withdrawn.
const ENDED: &str = "不再适用跟进节奏 No cadence any more";

/// A cadence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cadence {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it says; it names no person.
    pub facts: CadenceFacts,
}

/// What a cadence says. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CadenceFacts {
    /// What it is called.
    pub title: String,
    /// The stage of its customers; empty for any that is not a lost one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// Their level; empty for any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// How long after the last contact the next is due.
    pub interval: Period,
    /// Where the day goes if it is not a working day.
    #[serde(default)]
    pub shift: Shift,
    /// The time of day.
    pub time: Time,
    /// How much its tasks press.
    pub priority: Priority,
    /// Whether it rests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// When it was created.
    pub create_time: Instant,
}

/// The cadence is deleted, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the cadence is deleted")]
pub struct Deleted;

/// By what days are counted.
#[derive(Clone, Copy, Debug)]
pub struct Days<'a> {
    /// The tenant's zone.
    pub zone: &'a Zone,
    /// The tenant's working days.
    pub working_days: &'a WorkingDays,
    /// When it is counted.
    pub now: Instant,
}

impl Cadence {
    /// The next revision.
    ///
    /// # Errors
    /// It is deleted.
    pub fn next_revision(&self) -> Result<Self, Deleted> {
        if self.facts.deleted { Err(Deleted) } else { Ok(Self { revision: self.revision + 1, ..self.clone() }) }
    }

    /// When the next contact is due after one.
    ///
    /// # Errors
    /// It leaves the calendar.
    fn due(&self, contact: Instant, days: Days<'_>) -> Result<DateTime, ScheduleError> {
        let day = self.facts.interval.after(day_of(contact, days.zone))?;
        let day = match days.working_days.shift(day, self.facts.shift) {
            // Nobody works for months around it: it stays where it is.
            Err(calendar::Error::NoWorkingDay { .. }) => day,
            shifted => shifted?,
        };
        Ok(day.to_datetime(self.facts.time))
    }
}

/// The cadence that a customer goes by: by stage and level, else by stage, else by level, else that of all.
pub fn of_customer<'a>(cadences: &'a [Cadence], customer: &Acquaintance) -> Option<&'a Cadence> {
    if !customer.active || customer.lost || customer.owner.is_none() {
        return None;
    }
    let is_for = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
    let applies = |cadence: &&Cadence| {
        let facts = &cadence.facts;
        !facts.paused
            && !facts.deleted
            && is_for(&facts.stage, &customer.stage)
            && is_for(&facts.level, &customer.level)
    };
    cadences
        .iter()
        .filter(applies)
        .max_by_key(|cadence| (!cadence.facts.stage.is_empty(), !cadence.facts.level.is_empty()))
}

/// What becomes of the task of a customer that goes by one of these cadences, or by none; `latest` is the open one, else the last.
///
/// # Errors
/// A time leaves the calendar.
pub fn step(
    cadences: &[Cadence],
    customer: &Acquaintance,
    latest: Option<&Task>,
    days: Days<'_>,
) -> Result<Step, ScheduleError> {
    let latest = latest.and_then(|task| Some((task, task.upkeep()?)));
    let Some(cadence) = of_customer(cadences, customer) else {
        return Ok(match latest {
            Some((task, (upkeep, true))) => Step::Change(task.withdrawn(upkeep, ENDED, days.now)),
            Some(_) | None => Step::Keep,
        });
    };
    // What a person ended counts as a contact.
    let ended = latest.and_then(
        |(task, (upkeep, is_open))| {
            if is_open || upkeep.withdrawn { upkeep.ended } else { task.facts.close_time }
        },
    );
    let contact = customer.last_contact();
    let since = ended.map_or(contact, |ended| ended.max(contact));
    let upkeep = Upkeep {
        by: RuleKind::Cadence,
        rule: cadence.id,
        since,
        ended,
        due: cadence.due(since, days)?,
        zone: Some(days.zone.clone()),
        assignee: customer.owner,
        withdrawn: false,
        release: None,
    };
    // As long as it is not sure that all interactions are known, nobody is told that one is overdue.
    let is_overdue = Due::at(upkeep.due, days.zone)?.time <= days.now;
    if is_overdue && days.now < customer.settled {
        return Ok(Step::Keep);
    }
    let followed = latest.filter(|(task, (before, is_open))| {
        let comes_back = before.withdrawn && before.since == since && task.facts.state == TaskState::Cancelled;
        *is_open || comes_back
    });
    match followed {
        Some((task, (before, _))) => Ok(task.in_step(before, &upkeep)?.map_or(Step::Keep, Step::Change)),
        None => Ok(Step::Begin(upkeep.task(customer, cadence.facts.priority, days.zone, days.now)?)),
    }
}

#[cfg(test)]
#[path = "cadence/tests.rs"]
mod tests;
