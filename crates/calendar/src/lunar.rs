//! Dates of the Chinese lunar calendar (农历), with leap months, in the lunar years 1900 to 2100.
//!
//! The months are those of icu_calendar, which follows the Purple Mountain and the Hong Kong Observatory. Not those of
//! tyme4rs: its version 1.5.0 misses the corrections up to 1960 and has eleven months of 1906 to 1957 a day off.

use icu_calendar::Iso;
use icu_calendar::cal::ChineseTraditional;
use icu_calendar::types::Month;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The first lunar year that is known for certain; it begins on 1900-01-31.
pub(crate) const FIRST_YEAR: i16 = 1900;
/// The last lunar year that is known for certain; it ends on 2101-01-28.
pub(crate) const LAST_YEAR: i16 = 2100;
/// The most days that a lunar month has.
const LONGEST_MONTH: u8 = 30;

/// A month of a lunar year: its number from 1 to 12, and whether it is the leap month (闰月) that repeats that number.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct LunarMonth {
    /// From 1 to 12.
    pub number: u8,
    /// Whether it is the second month of that number in its year.
    #[serde(default)]
    pub leap: bool,
}

/// A month and day of the lunar year, without a year.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "UncheckedMonthDay")]
pub struct LunarMonthDay {
    month: LunarMonth,
    day: u8,
}

/// A date of the lunar calendar that exists.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "UncheckedDate")]
pub struct LunarDate {
    year: i16,
    month: LunarMonth,
    day: u8,
    #[serde(skip)]
    civil: Date,
}

impl LunarMonth {
    /// The ordinary month of that number.
    pub const fn ordinary(number: u8) -> Self {
        Self { number, leap: false }
    }

    /// The leap month of that number.
    pub const fn leap(number: u8) -> Self {
        Self { number, leap: true }
    }

    /// The first day and the length of this month in a lunar year; `None` if that year has no such month.
    pub(crate) fn in_year(self, year: i16) -> Option<(Date, u8)> {
        let month = if self.leap { Month::leap(self.number) } else { Month::new(self.number) };
        let first = icu_calendar::Date::try_new_chinese_traditional(year.into(), month, 1).ok()?;
        let civil = first.to_calendar(Iso);
        let civil = Date::new(
            i16::try_from(civil.year().extended_year()).ok()?,
            i8::try_from(civil.month().number()).ok()?,
            i8::try_from(civil.day_of_month().0).ok()?,
        );
        Some((civil.ok()?, first.days_in_month()))
    }
}

impl LunarMonthDay {
    /// # Errors
    ///
    /// [`Error::LunarMonthDay`] if no lunar year can have that day.
    pub fn new(month: LunarMonth, day: u8) -> Result<Self, Error> {
        if (1..=12).contains(&month.number) && (1..=LONGEST_MONTH).contains(&day) {
            Ok(Self { month, day })
        } else {
            Err(Error::LunarMonthDay { month: month.number, day })
        }
    }

    /// The month.
    pub const fn month(self) -> LunarMonth {
        self.month
    }

    /// The day of the month, from 1 to 30.
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl LunarDate {
    /// # Errors
    ///
    /// [`Error::LunarYearOutOfRange`], [`Error::LunarMonthDay`], or [`Error::NoSuchLunarDay`] if just this year lacks it.
    pub fn new(year: i16, month: LunarMonth, day: u8) -> Result<Self, Error> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(Error::LunarYearOutOfRange);
        }
        LunarMonthDay::new(month, day)?;
        let (first, _) = month.in_year(year).filter(|(_, length)| day <= *length).ok_or(Error::NoSuchLunarDay {
            year,
            month: month.number,
            leap: month.leap,
            day,
        })?;
        let civil = first.checked_add((i64::from(day) - 1).days()).map_err(|_| Error::OutOfRange)?;
        Ok(Self { year, month, day, civil })
    }

    /// The lunar date of a civil date from 1900-01-31 to 2101-01-28.
    ///
    /// # Errors
    ///
    /// [`Error::LunarYearOutOfRange`].
    pub fn from_civil(civil: Date) -> Result<Self, Error> {
        let (month, day) = (civil.month().unsigned_abs(), civil.day().unsigned_abs());
        let date = icu_calendar::Date::try_new_iso(civil.year().into(), month, day).map_err(|_| Error::OutOfRange)?;
        let date = date.to_calendar(ChineseTraditional::new());
        let year = i16::try_from(date.cyclic_year().related_iso).map_err(|_| Error::LunarYearOutOfRange)?;
        let month = date.month().to_input();
        Self::new(year, LunarMonth { number: month.number(), leap: month.is_leap() }, date.day_of_month().0)
    }

    /// The lunar year, from 1900 to 2100.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month and day.
    pub const fn month_day(self) -> LunarMonthDay {
        LunarMonthDay { month: self.month, day: self.day }
    }

    /// The civil date on which it falls.
    pub const fn civil(self) -> Date {
        self.civil
    }
}

#[derive(Deserialize)]
struct UncheckedMonthDay {
    month: LunarMonth,
    day: u8,
}

#[derive(Deserialize)]
struct UncheckedDate {
    year: i16,
    month: LunarMonth,
    day: u8,
}

impl TryFrom<UncheckedMonthDay> for LunarMonthDay {
    type Error = Error;

    fn try_from(unchecked: UncheckedMonthDay) -> Result<Self, Error> {
        Self::new(unchecked.month, unchecked.day)
    }
}

impl TryFrom<UncheckedDate> for LunarDate {
    type Error = Error;

    fn try_from(unchecked: UncheckedDate) -> Result<Self, Error> {
        Self::new(unchecked.year, unchecked.month, unchecked.day)
    }
}
