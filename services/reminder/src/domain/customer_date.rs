//! A day that matters to a customer, and the reminder that follows it.

use calendar::{ImportantDate, NoticeTerms, Occasion, Shift, WorkingDays};
use clock::Instant;
use uuid::Uuid;

use super::missed::Missed;
use super::period::MORNING;
use super::reminder::{Reminder, ReminderFacts, ReminderPersonal, ReminderState};
use super::schedule::{Schedule, ScheduleError};
use super::task::{Priority, TaskKind};
use super::zone::Zone;

/// How many days before a contract is to be renewed its owner is told.
const RENEWAL_LEAD_DAYS: u16 = 30;
/// How many days before any other day.
const LEAD_DAYS: u16 = 3;

/// A day that matters to a customer, as the customer service tells it.
#[derive(Clone, Debug)]
pub struct CustomerDate {
    /// The id, which stays.
    pub id: Uuid,
    /// What happens on it.
    pub kind: DateKind,
    /// What it is called; may be empty.
    pub label: String,
    /// The day.
    pub day: Occasion,
}

/// What happens on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DateKind {
    /// A birthday.
    Birthday,
    /// An anniversary.
    Anniversary,
    /// A contract is to be renewed.
    ContractRenewal,
    /// What its label says.
    Other,
}

/// Whose day it is, and by what it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Owned<'a> {
    /// The customer.
    pub customer: Uuid,
    /// Who is responsible for it, and so is told; nobody in the pool.
    pub owner: Option<Uuid>,
    /// The tenant's zone.
    pub zone: &'a Zone,
    /// The tenant's working days.
    pub working_days: &'a WorkingDays,
    /// When it is counted.
    pub now: Instant,
}

impl CustomerDate {
    /// The reminder that begins to follow the day.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn begin(&self, id: Uuid, owned: Owned<'_>) -> Result<Reminder, ScheduleError> {
        let mut facts = ReminderFacts {
            kind: TaskKind::ImportantDate,
            customer: Some(owned.customer),
            schedule: self.schedule(),
            zone: owned.zone.clone(),
            missed: Missed::Merge,
            priority: Priority::Normal,
            assignee: owned.owner,
            paused: false,
            state: ReminderState::Active,
            waiting: None,
            merged: 0,
            fired_count: 0,
            skipped_count: 0,
            create_time: owned.now,
            important_date: Some(self.id),
            tenant_zone: Some(owned.zone.clone()),
        };
        facts.count_from_occasion(owned.now, owned.working_days)?;
        let personal = ReminderPersonal { title: self.title(), ..ReminderPersonal::default() };
        Ok(Reminder { id, revision: 1, update_time: owned.now, facts, personal: Some(personal) })
    }

    /// The revision in which a reminder follows the day as it is now; none when it does already, or was ended by a person.
    ///
    /// # Errors
    /// Those of the schedule.
    pub fn follow(&self, before: &Reminder, owned: Owned<'_>) -> Result<Option<Reminder>, ScheduleError> {
        let Ok(mut next) = before.next_revision() else { return Ok(None) };
        next.facts.assignee = owned.owner;
        next.personal.get_or_insert_default().title = self.title();
        let has_moved = next.facts.follow_zone(owned.zone);
        next.facts.schedule = self.schedule_after(before);
        if next.facts.schedule != before.facts.schedule {
            next.facts.count_from_occasion(owned.now, owned.working_days)?;
        } else if before.facts.state == ReminderState::Ended {
            // It may have been told of this year.
            next.facts.count_from(owned.now, owned.working_days)?;
        } else if has_moved {
            next.facts.wait_for_the_same(owned.working_days)?;
        }
        let is_other = (&next.facts, &next.personal) != (&before.facts, &before.personal);
        Ok(is_other.then_some(next))
    }

    fn schedule(&self) -> Schedule {
        Schedule::Yearly { date: ImportantDate::new(self.day), terms: self.kind.terms(), time: MORNING }
    }

    /// The schedule by which a reminder goes on: what a person wanted otherwise than is usual for the day that it was stays so.
    fn schedule_after(&self, before: &Reminder) -> Schedule {
        let Schedule::Yearly { date, terms, time } = before.facts.schedule else { return self.schedule() };
        let title = before.personal.as_ref().map(|personal| personal.title.as_str()).unwrap_or_default();
        let was = DateKind::ALL.into_iter().find(|kind| title.starts_with(kind.name()));
        let is_usual = was.is_some_and(|was| was.terms() == terms);
        Schedule::Yearly {
            date: if date.occasion == self.day { date } else { ImportantDate::new(self.day) },
            terms: if is_usual { self.kind.terms() } else { terms },
            time,
        }
    }

    fn title(&self) -> String {
        let kind = self.kind.name();
        if self.label.is_empty() { kind.to_owned() } else { format!("{kind}: {}", self.label) }
    }
}

impl DateKind {
    const ALL: [Self; 4] = [Self::Birthday, Self::Anniversary, Self::ContractRenewal, Self::Other];

    fn name(self) -> &'static str {
        match self {
            Self::Birthday => "生日 Birthday",
            Self::Anniversary => "纪念日 Anniversary",
            Self::ContractRenewal => "合同续约 Contract renewal",
            Self::Other => "重要日期 Important date",
        }
    }

    /// How notice of such a day is given unless a person wants it otherwise.
    fn terms(self) -> NoticeTerms {
        let lead_days = if self == Self::ContractRenewal { RENEWAL_LEAD_DAYS } else { LEAD_DAYS };
        NoticeTerms { lead_days, shift: Shift::Previous }
    }
}

/// The revision in which a reminder waits no more, since its customer has the day no more; none when it does not wait, or was ended by a
/// person. It goes on when the day comes back.
pub fn end(before: &Reminder) -> Option<Reminder> {
    let mut next = before.next_revision().ok().filter(|_| before.facts.state == ReminderState::Active)?;
    next.facts.state = ReminderState::Ended;
    next.facts.waiting = None;
    Some(next)
}
