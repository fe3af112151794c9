//! Which days people work: a weekend, holidays, and the weekend days that make up for a holiday (调休).

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::weekday;

/// How far a date is moved at most, in days, to reach a working day.
pub const MAX_SHIFT_DAYS: u16 = 92;

/// The working days of a tenant. The default is Monday to Friday without holidays.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WorkingDays {
    /// The days of every week that are free.
    #[serde(with = "weekday")]
    pub weekend: Vec<Weekday>,
    /// The dates on which the weekend is not what decides, as the authorities announce them year by year.
    pub exceptions: BTreeMap<Date, DayKind>,
}

/// What a date is, whatever its day of the week.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A free day.
    Holiday,
    /// A working day, such as a Saturday that makes up for a holiday.
    MakeUpDay,
}

/// Where a date goes that is not a working day.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// It stays.
    #[default]
    None,
    /// To the last working day before it.
    Previous,
    /// To the first working day after it.
    Next,
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self { weekend: vec![Weekday::Saturday, Weekday::Sunday], exceptions: BTreeMap::new() }
    }
}

impl WorkingDays {
    /// Whether people work on this date.
    pub fn contains(&self, date: Date) -> bool {
        match self.exceptions.get(&date) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::MakeUpDay) => true,
            None => !self.weekend.contains(&date.weekday()),
        }
    }

    /// The date itself if it is a working day, else the one that `shift` moves it to.
    ///
    /// # Errors
    ///
    /// [`Error::NoWorkingDay`] if there is none within [`MAX_SHIFT_DAYS`], [`Error::OutOfRange`] at the ends of the calendar.
    pub fn shift(&self, date: Date, shift: Shift) -> Result<Date, Error> {
        let mut candidate = date;
        for _ in 0..=MAX_SHIFT_DAYS {
            if shift == Shift::None || self.contains(candidate) {
                return Ok(candidate);
            }
            let neighbour = if shift == Shift::Next { candidate.tomorrow() } else { candidate.yesterday() };
            candidate = neighbour.map_err(|_| Error::OutOfRange)?;
        }
        Err(Error::NoWorkingDay { date })
    }
}
