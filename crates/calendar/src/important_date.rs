//! Birthdays and anniversaries, solar or lunar, with or without the year: when they come round next.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::lunar::{self, LunarDate, LunarMonth, LunarMonthDay};
use crate::month_day::{MissingDay, MonthDay};

/// The longest time between two leap years, as from 1896 to 1904.
const YEARS_BETWEEN_LEAP_YEARS: i16 = 8;

/// A day that comes round every year, and the conventions by which it does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ImportantDate {
    /// The day.
    pub occasion: Occasion,
    /// What becomes of 29 February and of the 30th of a lunar month in years that lack them.
    #[serde(default)]
    pub missing_day: MissingDay,
    /// When a day of a lunar leap month comes round; without meaning for other days.
    #[serde(default)]
    pub leap_month: LeapMonth,
}

/// The day, as far as it is known. One with a year does not come round before that year.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A civil date.
    SolarDate(Date),
    /// A civil month and day.
    SolarMonthDay(MonthDay),
    /// A lunar date.
    LunarDate(LunarDate),
    /// A lunar month and day.
    LunarMonthDay(LunarMonthDay),
}

/// When a day of a leap month comes round, which most years do not have.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeapMonth {
    /// In the ordinary month of that number, every year.
    #[default]
    Ordinary,
    /// In the leap month in years that have it, else in the ordinary one.
    LeapElseOrdinary,
    /// Only in years that have that leap month.
    LeapOnly,
}

/// One time that an important date comes round.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Anniversary {
    /// The civil date.
    pub date: Date,
    /// How many years it is since the first, 0 on the day itself; lunar years for a lunar date; `None` if the year is not known.
    pub years: Option<i16>,
}

impl ImportantDate {
    /// The occasion with the usual conventions: the ordinary month, the last day.
    pub fn new(occasion: Occasion) -> Self {
        Self { occasion, missing_day: MissingDay::default(), leap_month: LeapMonth::default() }
    }

    /// The first time that it comes round on `from` or later.
    ///
    /// # Errors
    ///
    /// [`Error::LunarYearOutOfRange`] for a lunar one that leaves the known years, [`Error::OutOfRange`] at the end of
    /// the calendar.
    pub fn next_on_or_after(&self, from: Date) -> Result<Anniversary, Error> {
        match self.occasion {
            Occasion::SolarDate(date) => self.next_solar(date.into(), Some(date), from),
            Occasion::SolarMonthDay(day) => self.next_solar(day, None, from),
            Occasion::LunarDate(date) => self.next_lunar(date.month_day(), Some(date), from),
            Occasion::LunarMonthDay(day) => self.next_lunar(day, None, from),
        }
    }

    fn next_solar(&self, day: MonthDay, first: Option<Date>, from: Date) -> Result<Anniversary, Error> {
        let from = first.map_or(from, |first| first.max(from));
        (from.year()..=from.year() + YEARS_BETWEEN_LEAP_YEARS)
            .filter_map(|year| day.in_year(year, self.missing_day))
            .find(|date| *date >= from)
            .map(|date| Anniversary { date, years: first.map(|first| date.year() - first.year()) })
            .ok_or(Error::OutOfRange)
    }

    fn next_lunar(&self, day: LunarMonthDay, first: Option<LunarDate>, from: Date) -> Result<Anniversary, Error> {
        let from = first.map_or(from, |first| first.civil().max(from));
        // The day after the last of the year before may be this year's first.
        let first_year =
            (LunarDate::from_civil(from)?.year() - 1).max(first.map_or(lunar::FIRST_YEAR, LunarDate::year));
        (first_year..=lunar::LAST_YEAR)
            .filter_map(|year| Some((year, self.lunar_day_in_year(day, year)?)))
            .find(|(_, date)| *date >= from)
            .map(|(year, date)| Anniversary { date, years: first.map(|first| year - first.year()) })
            .ok_or(Error::LunarYearOutOfRange)
    }

    fn lunar_day_in_year(&self, day: LunarMonthDay, year: i16) -> Option<Date> {
        let ordinary = LunarMonth::ordinary(day.month().number);
        let month = match self.leap_month {
            _ if !day.month().leap => ordinary,
            LeapMonth::LeapElseOrdinary if day.month().in_year(year).is_none() => ordinary,
            LeapMonth::LeapElseOrdinary | LeapMonth::LeapOnly => day.month(),
            LeapMonth::Ordinary => ordinary,
        };
        let (first_day, length) = month.in_year(year)?;
        let day = match self.missing_day {
            _ if day.day() <= length => day.day(),
            MissingDay::LastDay => length,
            MissingDay::NextDay => length + 1,
            MissingDay::Skip => return None,
        };
        first_day.checked_add((i64::from(day) - 1).days()).ok()
    }
}
