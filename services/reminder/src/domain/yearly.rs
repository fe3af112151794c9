//! The local times at which a yearly schedule is told of, and the anniversaries that they are about.

use calendar::{Anniversary, Error, ImportantDate, NoticeTerms, Shift, WorkingDays};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::schedule::ScheduleError;

/// The years in which a day is looked for: so far from the ends of the calendar that nothing of it leaves them.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

/// A yearly schedule, and the working days by which it is counted.
pub(super) struct Yearly<'a> {
    pub(super) date: &'a ImportantDate,
    pub(super) terms: NoticeTerms,
    pub(super) time: Time,
    pub(super) working_days: &'a WorkingDays,
}

impl Yearly<'_> {
    /// The first notice that may lie on a day or later, and what it is about; none when nothing comes any more.
    pub(super) fn first_from(&self, day: Date) -> Result<Option<(DateTime, DateTime)>, ScheduleError> {
        if !YEARS.contains(&day.year()) {
            return Ok(None);
        }
        self.told(self.date.first_told_of(self.terms, day))
    }

    /// The notice of the first anniversary after another, and what it is about; none when nothing comes any more.
    pub(super) fn after(&self, anniversary: Date) -> Result<Option<(DateTime, DateTime)>, ScheduleError> {
        match anniversary.checked_add(1.day()) {
            Ok(next_day) => self.from(next_day),
            Err(_) => Ok(None),
        }
    }

    /// The notice of the first anniversary on a day or later, however long before that it was, and what it is about.
    pub(super) fn from(&self, day: Date) -> Result<Option<(DateTime, DateTime)>, ScheduleError> {
        self.told(self.date.next_on_or_after(day))
    }

    /// The anniversary of which notice was given on a day.
    pub(super) fn told_on(&self, day: Date) -> Result<DateTime, ScheduleError> {
        Ok(self.date.first_told_of(self.terms, day)?.date.to_datetime(self.time))
    }

    /// When notice of an anniversary is given.
    pub(super) fn notice(&self, anniversary: Date) -> Result<DateTime, ScheduleError> {
        let anniversary = Anniversary { date: anniversary, years: None };
        let notice = match anniversary.notice(self.terms, self.working_days) {
            // Nobody works for months around it: it stays where it is.
            Err(Error::NoWorkingDay { .. }) => {
                anniversary.notice(NoticeTerms { shift: Shift::None, ..self.terms }, self.working_days)
            }
            notice => notice,
        };
        Ok(notice?.on.to_datetime(self.time))
    }

    fn told(&self, found: Result<Anniversary, Error>) -> Result<Option<(DateTime, DateTime)>, ScheduleError> {
        match found {
            Ok(Anniversary { date, .. }) => Ok(Some((self.notice(date)?, date.to_datetime(self.time)))),
            // The lunar calendar is known until 2100, the civil one until 9999: nothing comes after.
            Err(Error::LunarYearOutOfRange | Error::OutOfRange) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
