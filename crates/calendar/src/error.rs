//! Why a date, a rule or a question about them is refused.

use jiff::civil::{Date, DateTime};

use crate::notice::MAX_LEAD_DAYS;
use crate::recurrence::{FIRST_YEAR, LAST_YEAR, MAX_STEPS};
use crate::working_days::MAX_SHIFT_DAYS;

/// A recurrence rule that is not well formed: which part of it, and which rule of RFC 5545 (or RFC 7529 for `RSCALE`
/// and `SKIP`) that part breaks. Never repeats what was written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{part}: {reason}")]
pub struct RuleError {
    /// The name of the part, such as `BYWEEKNO`; `RRULE` if the rule as a whole is at fault.
    pub part: &'static str,
    /// What is wrong, and the way out.
    pub reason: String,
}

impl RuleError {
    pub(crate) fn new(part: &'static str, reason: impl Into<String>) -> Self {
        Self { part, reason: reason.into() }
    }
}

/// A date that does not exist, or a question that has no answer within the limits of this crate.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// See [`RuleError`].
    #[error(transparent)]
    Rule(#[from] RuleError),

    /// A month and day that no year has.
    #[error("month_day: month {month} has no day {day}; use --MM-DD, such as --02-29")]
    MonthDay {
        /// As given.
        month: i8,
        /// As given.
        day: i8,
    },

    /// Text that is not a month and day.
    #[error("month_day: write it as --MM-DD, such as --02-29")]
    MonthDayText,

    /// A lunar month and day that no lunar year has.
    #[error("lunar date: month {month}, day {day}: months run from 1 to 12, days from 1 to 30")]
    LunarMonthDay {
        /// As given.
        month: u8,
        /// As given.
        day: u8,
    },

    /// A day that this lunar year lacks: it has no such leap month, or the month has 29 days.
    #[error("lunar date: the lunar year {year} has no day {day} in {}month {month}", if *leap { "leap " } else { "" })]
    NoSuchLunarDay {
        /// The lunar year.
        year: i16,
        /// The month's number.
        month: u8,
        /// Whether the leap month was meant.
        leap: bool,
        /// The day of the month.
        day: u8,
    },

    /// Outside of the lunar years 1900 to 2100, for which the calendar's tables are agreed on.
    #[error("lunar date: only the lunar years 1900 to 2100 (1900-01-31 to 2101-01-28) are known")]
    LunarYearOutOfRange,

    /// A recurrence that starts outside of the years that RFC 5545 can write, or within a second.
    #[error("start: {start} must be a whole second in the years {FIRST_YEAR} to {LAST_YEAR}")]
    Start {
        /// As given.
        start: DateTime,
    },

    /// No occurrence was found within [`MAX_STEPS`] steps, or `COUNT` reaches further than that.
    #[error(
        "recurrence rule: the search was given up after {MAX_STEPS} steps; if its parts can meet at all, use a coarser \
         FREQ, a smaller INTERVAL, or UNTIL in place of COUNT"
    )]
    TooManySteps,

    /// More days of notice than a reminder may give.
    #[error("lead_days: at most {MAX_LEAD_DAYS}")]
    LeadDays,

    /// The holidays leave no working day near enough.
    #[error("working days: none within {MAX_SHIFT_DAYS} days of {date}; correct the holidays or the weekend")]
    NoWorkingDay {
        /// The date that was to be moved.
        date: Date,
    },

    /// Beyond the ends of the calendar, the years -9999 to 9999.
    #[error("date: beyond the ends of the calendar")]
    OutOfRange,
}
