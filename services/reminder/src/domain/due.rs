//! What is due next: a pure function of a schedule, a zone and the working days.

use calendar::{Recurrence, WorkingDays, instant_of};
use clock::Instant;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::schedule::{Schedule, ScheduleError};
use super::yearly::Yearly;
use super::zone::Zone;

/// One time that something is due. Its identity is the local time that was meant, which no change of a zone's rules moves.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Due {
    /// As the clocks of the zone show it.
    pub local: DateTime,
    /// The instant.
    pub time: Instant,
}

/// A due time, and the day that it is about: of a yearly schedule the anniversary, else the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Occasion {
    /// When it is told of.
    pub due: Due,
    /// What it is about.
    pub about: DateTime,
}

/// A schedule that is ready to be asked.
pub struct Timetable<'a> {
    kind: Kind<'a>,
    zone: &'a TimeZone,
}

enum Kind<'a> {
    Once(DateTime),
    Recurring(Box<Recurrence>),
    Yearly(Yearly<'a>),
    Sealed,
}

impl Due {
    /// The instant that a local time names in a zone.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn at(local: DateTime, zone: &Zone) -> Result<Self, ScheduleError> {
        Ok(Self { local, time: instant_of(local, zone.time_zone())?.into() })
    }

    /// The local time of an instant in a zone, to the second below.
    pub fn of(time: Instant, zone: &Zone) -> Self {
        let second = Timestamp::from_second(Timestamp::from(time).as_second()).unwrap_or_default();
        Self { local: zone.time_zone().to_datetime(second), time: second.into() }
    }
}

impl<'a> Timetable<'a> {
    /// A schedule in a zone.
    ///
    /// # Errors
    /// Its rule counts too far.
    pub fn new(schedule: &'a Schedule, zone: &'a Zone, working_days: &'a WorkingDays) -> Result<Self, ScheduleError> {
        let kind = match schedule {
            Schedule::Once(local) => Kind::Once(*local),
            Schedule::Recurring { rule, start } => Kind::Recurring(Box::new(Recurrence::new(rule, *start)?)),
            Schedule::Yearly { date, terms, time } => {
                Kind::Yearly(Yearly { date, terms: *terms, time: *time, working_days })
            }
            Schedule::Sealed => Kind::Sealed,
        };
        Ok(Self { kind, zone: zone.time_zone() })
    }

    /// The first time that it is due later than `after`; none when it is not any more.
    ///
    /// # Errors
    /// The search was given up, or leaves the calendar.
    pub fn next_after(&self, after: Instant) -> Result<Option<Occasion>, ScheduleError> {
        match &self.kind {
            Kind::Once(local) => {
                let due = self.due(*local)?;
                Ok((due.time > after).then_some(Occasion { due, about: due.local }))
            }
            Kind::Recurring(recurrence) => {
                let firing = recurrence.next_firing_after(self.zone, after.into())?;
                Ok(firing.map(|firing| Occasion {
                    due: Due { local: firing.local, time: firing.instant.into() },
                    about: firing.local,
                }))
            }
            Kind::Yearly(yearly) => {
                let mut told = yearly.first_from(self.zone.to_datetime(after.into()).date())?;
                while let Some((notice, about)) = told {
                    let due = self.due(notice)?;
                    if due.time > after {
                        return Ok(Some(Occasion { due, about }));
                    }
                    told = yearly.after(about.date())?;
                }
                Ok(None)
            }
            // Its person is erased.
            Kind::Sealed => Ok(None),
        }
    }

    /// The occasion that comes next, even when it is near and was to be told of before `now`. Of what has no lead as [`Self::next_after`].
    ///
    /// # Errors
    /// As [`Timetable::next_after`].
    pub fn next_occasion(&self, now: Instant) -> Result<Option<Occasion>, ScheduleError> {
        let Kind::Yearly(yearly) = &self.kind else { return self.next_after(now) };
        let told = yearly.from(self.zone.to_datetime(now.into()).date())?;
        told.map(|(notice, about)| Ok(Occasion { due: self.due(notice)?, about })).transpose()
    }

    /// What something is about that waits for a due time, however the working days have changed since it was counted.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn occasion(&self, due: Due) -> Result<Occasion, ScheduleError> {
        let about = match &self.kind {
            Kind::Once(_) | Kind::Recurring(_) | Kind::Sealed => due.local,
            Kind::Yearly(yearly) => yearly.told_on(due.local.date())?,
        };
        Ok(Occasion { due, about })
    }

    /// The occasion after another: never the same again, however the working days have changed since that was counted.
    ///
    /// # Errors
    /// As [`Timetable::next_after`].
    pub fn following(&self, occasion: Occasion) -> Result<Option<Occasion>, ScheduleError> {
        let Kind::Yearly(yearly) = &self.kind else { return self.next_after(occasion.due.time) };
        let told = yearly.after(occasion.about.date())?;
        told.map(|(notice, about)| Ok(Occasion { due: self.due(notice)?, about })).transpose()
    }

    /// When something is due by these working days that waits for a due time by others.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn recount(&self, due: Due) -> Result<Due, ScheduleError> {
        let Kind::Yearly(yearly) = &self.kind else { return Ok(due) };
        let about = yearly.told_on(due.local.date())?;
        self.due(yearly.notice(about.date())?)
    }

    fn due(&self, local: DateTime) -> Result<Due, ScheduleError> {
        Ok(Due { local, time: instant_of(local, self.zone)?.into() })
    }
}
