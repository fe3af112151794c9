//! When something comes round.

use calendar::{ImportantDate, NoticeTerms, Recurrence, Rule, Shift};
use conventions::violations::Bilingual;
use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

/// When something comes round, on the clocks of its zone. Stored as `{"once":"2024-05-20T09:00:00"}`,
/// `{"recurring":{"rule":"FREQ=DAILY","start":"2024-05-20T09:00:00"}}`, `{"yearly":{"date":…,"terms":…,"time":"09:00:00"}}` or `"sealed"`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Once.
    Once(DateTime),
    /// By a rule that is counted from a local time.
    Recurring {
        /// The rule.
        rule: Box<Rule>,
        /// From when it is counted.
        start: DateTime,
    },
    /// Every year, around a day.
    Yearly {
        /// The day.
        date: ImportantDate,
        /// How notice of it is given.
        terms: NoticeTerms,
        /// The time of day of the notice.
        time: Time,
    },
    /// It stands in the sealed part, for its day says something of a person.
    Sealed,
}

/// A schedule that cannot be answered for: its rule counts too far, or its day leaves the calendar.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct ScheduleError(#[from] pub calendar::Error);

impl Bilingual for ScheduleError {
    fn chinese(&self) -> String {
        format!("日程无法计算：{}", self.0)
    }
}

impl Schedule {
    /// A rule that is counted from a local time.
    ///
    /// # Errors
    /// It counts further than can be counted in bounded time.
    pub fn recurring(rule: Rule, start: DateTime) -> Result<Self, ScheduleError> {
        Recurrence::new(&rule, start)?;
        Ok(Self::Recurring { rule: Box::new(rule), start })
    }

    /// Whether the tenant's working days may move what is told of.
    pub fn goes_by_working_days(&self) -> bool {
        match self {
            Self::Once(_) | Self::Recurring { .. } => false,
            Self::Yearly { terms, .. } => terms.shift != Shift::None,
            Self::Sealed => true,
        }
    }

    /// Whether both are yearly, for the same day.
    pub fn is_for_same_day(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Yearly { date, .. }, Self::Yearly { date: other, .. }) => date.occasion == other.occasion,
            _ => false,
        }
    }
}
