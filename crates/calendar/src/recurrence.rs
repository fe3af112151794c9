//! A rule and the local time from which it is counted: its occurrences, and when they fire in a zone.
//!
//! A rule is expanded on local times, without a zone, as RFC 5545 defines it: period by period (`periods`), in each the
//! days that match (`matching_days`), each at its times of day (`time_slots`). Zones come last (`firings`).

mod day_number;
mod day_parts;
mod firings;
mod matching_days;
mod occurrences;
mod period;
mod periods;
mod plan;
mod time_slots;
mod year_shape;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

pub use self::firings::{Firing, Firings};
pub use self::occurrences::Occurrences;
pub use self::periods::MAX_STEPS;
use self::periods::Periods;
use self::plan::Plan;
use crate::error::Error;
use crate::rule::{End, Rule};

/// The first year in which a recurrence may start.
pub(crate) const FIRST_YEAR: i16 = 1;
/// The last year in which anything recurs: iCalendar writes years with four digits.
pub(crate) const LAST_YEAR: i16 = 9999;

/// A rule that starts at a local time. An occurrence is known by its local time, which no change of a zone's rules moves.
#[derive(Clone, Debug)]
pub struct Recurrence {
    plan: Plan,
    end: RecurrenceEnd,
}

/// The last local time at which something may occur, or the last instant at which it may fire.
#[derive(Clone, Copy, Debug)]
enum RecurrenceEnd {
    Local(DateTime),
    Instant(jiff::Timestamp),
}

impl Recurrence {
    /// Starts a rule. The start is an occurrence only if the rule says so; parts that the rule leaves open (the time of
    /// day, the day of the month) are taken from it.
    ///
    /// `COUNT` is counted through here, once, so that every later question is answered without counting.
    ///
    /// # Errors
    ///
    /// [`Error::Start`], or [`Error::TooManySteps`] if `COUNT` reaches too far.
    pub fn new(rule: &Rule, start: DateTime) -> Result<Self, Error> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&start.year()) || start.subsec_nanosecond() != 0 {
            return Err(Error::Start { start });
        }
        let plan = Plan::new(rule, start);
        let end = match rule.end {
            End::Never => RecurrenceEnd::Local(DateTime::MAX),
            End::Count(count) => RecurrenceEnd::Local(nth_occurrence(&plan, count)?.unwrap_or(DateTime::MAX)),
            End::UntilDate(date) => RecurrenceEnd::Local(date.to_datetime(Time::MAX)),
            End::UntilLocal(at) => RecurrenceEnd::Local(at),
            End::UntilInstant(instant) => RecurrenceEnd::Instant(instant),
        };
        Ok(Self { plan, end })
    }

    /// The occurrences in order: all, or those later than `after`.
    ///
    /// Without a zone, an `UNTIL` in UTC is read as a local time.
    pub fn occurrences(&self, after: Option<DateTime>) -> Occurrences<'_> {
        let last = match self.end {
            RecurrenceEnd::Local(last) => last,
            RecurrenceEnd::Instant(last) => TimeZone::UTC.to_datetime(last),
        };
        Occurrences::new(&self.plan, after, last)
    }

    /// The first occurrence later than `after`; `None` once the recurrence has ended.
    ///
    /// # Errors
    ///
    /// [`Error::TooManySteps`].
    pub fn next_after(&self, after: DateTime) -> Result<Option<DateTime>, Error> {
        self.occurrences(Some(after)).next().transpose()
    }
}

fn nth_occurrence(plan: &Plan, count: u32) -> Result<Option<DateTime>, Error> {
    let mut left = usize::try_from(count).unwrap_or(usize::MAX);
    let mut periods = Periods::new(plan, plan.start, DateTime::MAX);
    while let Some(period) = periods.next()? {
        if left <= period.len() {
            return Ok(period.get(left - 1));
        }
        left -= period.len();
    }
    Ok(None)
}
