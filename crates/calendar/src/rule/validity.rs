//! Which parts of a rule may stand together: the table and the "MUST NOT"s of RFC 5545, 3.3.10, and RFC 7529, 4.

use super::{Frequency, Rule};
use crate::error::RuleError;

/// Days that every month has, from whichever end they are counted.
const SHORTEST_MONTH: i16 = 28;
/// Days that every year has.
const SHORTEST_YEAR: i16 = 365;

impl Rule {
    pub(super) fn validate(&self) -> Result<(), RuleError> {
        let refuse =
            |refused: bool, part, reason: &str| if refused { Err(RuleError::new(part, reason)) } else { Ok(()) };
        let frequency = self.frequency;
        refuse(
            !self.week_numbers.is_empty() && frequency != Frequency::Yearly,
            "BYWEEKNO",
            "must not be used with a FREQ other than YEARLY",
        )?;
        refuse(
            !self.year_days.is_empty() && (Frequency::Daily..=Frequency::Monthly).contains(&frequency),
            "BYYEARDAY",
            "must not be used with FREQ=DAILY, WEEKLY or MONTHLY",
        )?;
        refuse(
            !self.month_days.is_empty() && frequency == Frequency::Weekly,
            "BYMONTHDAY",
            "must not be used with FREQ=WEEKLY",
        )?;
        let numbered = self.weekdays.iter().any(|weekday| weekday.ordinal.is_some());
        refuse(
            numbered && frequency < Frequency::Monthly,
            "BYDAY",
            "must not be numbered with a FREQ other than MONTHLY or YEARLY; write MO for 1MO",
        )?;
        refuse(
            numbered && !self.week_numbers.is_empty(),
            "BYDAY",
            "must not be numbered together with BYWEEKNO; write MO for 1MO",
        )?;
        refuse(
            !self.positions.is_empty() && !self.has_other_by_part(),
            "BYSETPOS",
            "must not be used without another BY part",
        )?;
        let before_the_month = self.month_days.iter().any(|day| *day < -SHORTEST_MONTH);
        let beyond_the_year = self.year_days.iter().any(|day| day.abs() > SHORTEST_YEAR);
        refuse(
            self.skip_backward && (before_the_month || beyond_the_year),
            "SKIP",
            "BACKWARD is not supported with BYMONTHDAY=-31 to -29 or BYYEARDAY=366 or -366; use OMIT",
        )
    }

    fn has_other_by_part(&self) -> bool {
        let numbers = [
            &self.months,
            &self.week_numbers,
            &self.year_days,
            &self.month_days,
            &self.hours,
            &self.minutes,
            &self.seconds,
        ];
        !self.weekdays.is_empty() || numbers.iter().any(|numbers| !numbers.is_empty())
    }
}
