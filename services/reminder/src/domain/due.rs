//! What is due next: a pure function of a schedule, a zone and the working days.

use calendar::{Recurrence, WorkingDays, instant_of};
use clock::Instant;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::schedule::{Schedule, ScheduleError};
use super::zone::Zone;

/// How much later than the notice of a yearly schedule its occasion can be.
const ALL_DAYS: std::ops::RangeInclusive<i16> = 1..=9998;

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
    Yearly {
        date: &'a calendar::ImportantDate,
        terms: calendar::NoticeTerms,
        time: Time,
        working_days: &'a WorkingDays,
    },
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
            Schedule::Yearly { date, terms, time } => Kind::Yearly { date, terms: *terms, time: *time, working_days },
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
            Kind::Yearly { date, terms, time, working_days } => {
                let mut from = self.zone.to_datetime(after.into()).date();
                loop {
                    if !ALL_DAYS.contains(&from.year()) {
                        return Ok(None);
                    }
                    let notice = match date.next_notice(*terms, working_days, from) {
                        Ok(notice) => notice,
                        // The lunar calendar is known until 2100, the civil one until 9999: nothing comes after.
                        Err(calendar::Error::LunarYearOutOfRange | calendar::Error::OutOfRange) => return Ok(None),
                        Err(error) => return Err(error.into()),
                    };
                    let due = self.due(notice.on.to_datetime(*time))?;
                    if due.time > after {
                        return Ok(Some(Occasion { due, about: notice.anniversary.date.to_datetime(*time) }));
                    }
                    from = day_after(notice.on)?;
                }
            }
        }
    }

    /// The occasion at a local time for which something waits: of a yearly schedule, whose notice it is.
    ///
    /// # Errors
    /// As [`Timetable::next_after`].
    pub fn occasion(&self, due: Due) -> Result<Occasion, ScheduleError> {
        let same = self.next_after(due.time.plus_micros(-1))?.filter(|occasion| occasion.due.local == due.local);
        Ok(same.unwrap_or(Occasion { due, about: due.local }))
    }

    fn due(&self, local: DateTime) -> Result<Due, ScheduleError> {
        Ok(Due { local, time: instant_of(local, self.zone)?.into() })
    }
}

fn day_after(date: Date) -> Result<Date, ScheduleError> {
    Ok(date.checked_add(1.day()).map_err(|_| calendar::Error::OutOfRange)?)
}
