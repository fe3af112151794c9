//! Recurrence rules of RFC 5545 (3.3.10), with the part of RFC 7529 that says what becomes of the 31st in a short month.

mod parse;
mod print;
mod validity;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::error::RuleError;

/// The longest text that is read as a rule, in bytes; rules that people write are shorter than 200.
pub const MAX_RULE_LENGTH: usize = 2048;

/// A well-formed recurrence rule, such as `FREQ=MONTHLY;BYDAY=-1FR`. It is read from and written as that text.
///
/// Beyond RFC 5545 it knows `RSCALE=GREGORIAN;SKIP=BACKWARD` of RFC 7529: a day that a month lacks becomes its last.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rule {
    pub(crate) frequency: Frequency,
    pub(crate) interval: u32,
    pub(crate) end: End,
    pub(crate) week_start: Weekday,
    pub(crate) months: Vec<i16>,
    pub(crate) week_numbers: Vec<i16>,
    pub(crate) year_days: Vec<i16>,
    pub(crate) month_days: Vec<i16>,
    pub(crate) weekdays: Vec<RuleWeekday>,
    pub(crate) hours: Vec<i16>,
    pub(crate) minutes: Vec<i16>,
    pub(crate) seconds: Vec<i16>,
    pub(crate) positions: Vec<i16>,
    /// `RSCALE=GREGORIAN` was given, which `SKIP` needs.
    pub(crate) scaled: bool,
    /// `SKIP=BACKWARD` was given.
    pub(crate) skip_backward: bool,
}

/// The period that a rule repeats, from the shortest to the longest.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Frequency {
    /// `SECONDLY`
    Secondly,
    /// `MINUTELY`
    Minutely,
    /// `HOURLY`
    Hourly,
    /// `DAILY`
    Daily,
    /// `WEEKLY`
    Weekly,
    /// `MONTHLY`
    Monthly,
    /// `YEARLY`
    Yearly,
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    Never,
    Count(u32),
    /// The whole of that day included.
    UntilDate(Date),
    UntilLocal(DateTime),
    UntilInstant(Timestamp),
}

/// A value of `BYDAY`: a weekday, or the nth one of the month or year, from its end if negative.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct RuleWeekday {
    pub(crate) ordinal: Option<i16>,
    pub(crate) weekday: Weekday,
}

impl Rule {
    /// The period that it repeats.
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }
}

impl TryFrom<String> for Rule {
    type Error = RuleError;

    fn try_from(text: String) -> Result<Self, RuleError> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        rule.to_string()
    }
}
