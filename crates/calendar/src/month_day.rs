//! A day of the solar year without a year, and what becomes of a day that a year or month lacks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A leap year: it has every day that any year has.
const LEAP_YEAR: i16 = 2000;

/// A month and a day of it, 29 February included. Written `--MM-DD`, as in vCard and XML Schema.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// What becomes of a day that does not exist: 29 February in a common year, the 30th of a lunar month of 29 days, the
/// 31st of a month of 30.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingDay {
    /// The last day of that month takes its place.
    #[default]
    LastDay,
    /// The first day of the month after takes its place.
    NextDay,
    /// It does not take place.
    Skip,
}

impl MonthDay {
    /// # Errors
    ///
    /// [`Error::MonthDay`] if no year has that day.
    pub fn new(month: i8, day: i8) -> Result<Self, Error> {
        Date::new(LEAP_YEAR, month, day).map_err(|_| Error::MonthDay { month, day })?;
        Ok(Self { month, day })
    }

    /// The month, from 1 to 12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, from 1 to 31.
    pub const fn day(self) -> i8 {
        self.day
    }

    /// This day in a year, from -9999 to 9999; `None` if the year lacks it and `missing_day` says to skip it.
    pub fn in_year(self, year: i16, missing_day: MissingDay) -> Option<Date> {
        let first = Date::new(year, self.month, 1).ok()?;
        Date::new(year, self.month, self.day).ok().or_else(|| match missing_day {
            MissingDay::LastDay => Some(first.last_of_month()),
            MissingDay::NextDay => first.last_of_month().tomorrow().ok(),
            MissingDay::Skip => None,
        })
    }
}

impl From<Date> for MonthDay {
    fn from(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "--{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for MonthDay {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (month, day) = text.strip_prefix("--").and_then(|rest| rest.split_once('-')).ok_or(Error::MonthDayText)?;
        let number = |digits: &str| match digits.as_bytes() {
            [b'0'..=b'9', b'0'..=b'9'] => digits.parse().map_err(|_| Error::MonthDayText),
            _ => Err(Error::MonthDayText),
        };
        Self::new(number(month)?, number(day)?)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<MonthDay> for String {
    fn from(month_day: MonthDay) -> Self {
        month_day.to_string()
    }
}
