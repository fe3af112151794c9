//! What comes round, and what can happen to it.

use calendar::WorkingDays;
use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::due::{Due, Occasion, Timetable};
use super::missed::Missed;
use super::schedule::{Schedule, ScheduleError};
use super::task::{Priority, TaskFacts, TaskKind, Template};
use super::zone::Zone;

/// The number of the form in which [`ReminderFacts`] and [`ReminderPersonal`] are stored.
pub const SCHEMA: i64 = 1;

/// A reminder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reminder {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: ReminderFacts,
    /// The rest; none once it is erased.
    pub personal: Option<ReminderPersonal>,
}

/// What of a reminder names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReminderFacts {
    /// What kind of tasks it makes.
    pub kind: TaskKind,
    /// The customer that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Uuid>,
    /// When it comes round.
    pub schedule: Schedule,
    /// The time zone of the schedule.
    pub zone: Zone,
    /// What becomes of times that passed while nothing ran.
    #[serde(default)]
    pub missed: Missed,
    /// How much its tasks press.
    pub priority: Priority,
    /// Who gets its tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// Whether it rests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Whether it comes round.
    pub state: ReminderState,
    /// When it comes round next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Due>,
    /// How many times that passed are taken together with the next.
    #[serde(default)]
    pub merged: u32,
    /// How many tasks it made.
    pub fired_count: i64,
    /// How many times were left out.
    pub skipped_count: i64,
    /// When it was created.
    pub create_time: Instant,
    /// The day of the customer that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub important_date: Option<Uuid>,
    /// Of one that follows a day: the zone that its tenant had last, whatever a person made of it; of what was written before that was
    /// kept, its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_zone: Option<Zone>,
}

/// What of a reminder may name a person. Stored as sealed JSON.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReminderPersonal {
    /// What is to be done, in a line.
    pub title: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it is stored alone: the schedule of one that follows a day of its customer, which the facts leave out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
}

/// Whether a reminder comes round. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderState {
    /// It does, unless paused.
    Active,
    /// It came round for the last time.
    Ended,
    /// It was deleted.
    Deleted,
    /// Its personal part was erased.
    Erased,
}

/// The reminder is deleted or erased, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the reminder is deleted or erased")]
pub struct Gone;

/// One time that a reminder came round.
pub struct Firing {
    /// The task that it makes.
    pub task: TaskFacts,
    /// The time that was meant.
    pub due: Due,
}

impl ReminderFacts {
    /// The person whose key seals a reminder with this id.
    pub fn subject(&self, id: Uuid) -> Uuid {
        self.customer.unwrap_or(id)
    }

    /// Counts from `now` on: what is waited for, and whether anything comes.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn count_from(&mut self, now: Instant, working_days: &WorkingDays) -> Result<(), ScheduleError> {
        let next = Timetable::new(&self.schedule, &self.zone, working_days)?.next_after(now)?;
        self.wait_for(next);
        Ok(())
    }

    /// Counts from `now` on, and tells at once of what is so near that it was to be told of before.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn count_from_occasion(&mut self, now: Instant, working_days: &WorkingDays) -> Result<(), ScheduleError> {
        let next = Timetable::new(&self.schedule, &self.zone, working_days)?.next_occasion(now)?;
        self.wait_for(next);
        Ok(())
    }

    /// Goes by the zone that the tenant has now, if it follows a day of a customer and no person gave it another. Answers whether that is
    /// another than before.
    pub fn follow_zone(&mut self, zone: &Zone) -> bool {
        if self.important_date.is_none() {
            return false;
        }
        let before = self.tenant_zone.replace(zone.clone()).unwrap_or_else(|| self.zone.clone());
        let follows = before == self.zone && before != *zone;
        if follows {
            self.zone = zone.clone();
        }
        follows
    }

    /// Waits for the same occasion by the zone and the working days that there are now.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn wait_for_the_same(&mut self, working_days: &WorkingDays) -> Result<(), ScheduleError> {
        let timetable = Timetable::new(&self.schedule, &self.zone, working_days)?;
        self.waiting = self.waiting.map(|waiting| timetable.recount(waiting)).transpose()?;
        Ok(())
    }

    fn wait_for(&mut self, next: Option<Occasion>) {
        self.merged = 0;
        self.waiting = next.map(|next| next.due).filter(|_| !self.paused);
        self.state = if next.is_some() { ReminderState::Active } else { ReminderState::Ended };
    }

    /// What would be told of after `after` and until `until`, in order.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn simulate(
        &self,
        after: Instant,
        until: Instant,
        most: usize,
        working_days: &WorkingDays,
    ) -> Result<Vec<Occasion>, ScheduleError> {
        let mut occasions = Vec::new();
        let Some(waiting) = self.waiting else { return Ok(occasions) };
        let timetable = Timetable::new(&self.schedule, &self.zone, working_days)?;
        let mut next =
            if waiting.time > after { Some(timetable.occasion(waiting)?) } else { timetable.next_after(after)? };
        while let Some(occasion) = next.filter(|occasion| occasion.due.time <= until && occasions.len() < most) {
            occasions.push(occasion);
            next = timetable.following(occasion)?;
        }
        Ok(occasions)
    }
}

impl Reminder {
    /// The next revision.
    ///
    /// # Errors
    /// It is deleted or erased.
    pub fn next_revision(&self) -> Result<Self, Gone> {
        match self.facts.state {
            ReminderState::Active | ReminderState::Ended => Ok(Self { revision: self.revision + 1, ..self.clone() }),
            ReminderState::Deleted | ReminderState::Erased => Err(Gone),
        }
    }

    /// Somebody else gets its tasks, or nobody; all else is as it is.
    ///
    /// # Errors
    /// It is deleted or erased.
    pub fn hand_over(&self, assignee: Option<Uuid>) -> Result<Self, Gone> {
        let mut next = self.next_revision()?;
        next.facts.assignee = assignee;
        Ok(next)
    }

    /// What one look at the clock makes of it: the next revision, and what it fires. None when nothing waits, or not yet.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn step(
        &self,
        now: Instant,
        working_days: &WorkingDays,
    ) -> Result<Option<(Self, Option<Firing>)>, ScheduleError> {
        let Some(waiting) = self.facts.waiting.filter(|waiting| waiting.time <= now) else { return Ok(None) };
        let timetable = Timetable::new(&self.facts.schedule, &self.facts.zone, working_days)?;
        let step = self.facts.missed.step(&timetable, waiting, self.facts.merged, now)?;
        let template = Template {
            reminder: self.id,
            kind: self.facts.kind,
            customer: self.facts.customer,
            zone: &self.facts.zone,
            priority: self.facts.priority,
            assignee: self.facts.assignee,
        };
        let firing = step
            .fired
            .map(|fired| Firing { task: template.task(fired.occasion, fired.merged, now), due: fired.occasion.due });
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        next.facts.waiting = step.next;
        next.facts.merged = step.merged;
        next.facts.fired_count += i64::from(firing.is_some());
        next.facts.skipped_count += i64::from(step.skipped);
        if step.next.is_none() {
            next.facts.state = ReminderState::Ended;
        }
        Ok(Some((next, firing)))
    }

    /// The next revision, which waits for the same occasion by other working days and, if it follows a day of a customer, in the zone that
    /// its tenant has now; none when that is the same time.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn recount(&self, zone: &Zone, working_days: &WorkingDays) -> Result<Option<Self>, ScheduleError> {
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        next.facts.follow_zone(zone);
        next.facts.wait_for_the_same(working_days)?;
        Ok((next.facts.waiting != self.facts.waiting).then_some(next))
    }
}

#[cfg(test)]
#[path = "reminder/tests.rs"]
mod tests;
