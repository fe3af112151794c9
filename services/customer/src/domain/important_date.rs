//! Dates that matter to a customer. When they next come round is for the reminders to say: here they are data.

use std::fmt;

use conventions::violations::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::name::Label;

/// The most dates of one record.
pub const MAX_IMPORTANT_DATES: usize = 50;

/// The years that a lunar date may have: those for which the calendar is computed alike everywhere.
const LUNAR_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The years that a solar date may have; others are typing errors.
const SOLAR_YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// A leap year, in which every day that any year has exists.
const SOME_LEAP_YEAR: i16 = 2000;

/// One date. Stored as
/// `{"id":"…","kind":"birthday","label":"…","date":{"calendar":"lunar","year":1990,"month":5,"leap":true,"day":20}}`;
/// an empty label is left out.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ImportantDate {
    id: Uuid,
    kind: DateKind,
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    label: Label,
    date: CalendarDate,
}

/// What a date is. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// 生日.
    Birthday,
    /// 纪念日, such as a wedding or the founding of a company.
    Anniversary,
    /// 合同续约.
    ContractRenewal,
    /// Anything else; its label says what.
    Other,
}

/// A calendar. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The Gregorian calendar, 公历.
    Solar,
    /// The Chinese calendar, 农历.
    Lunar,
}

/// A day of the solar or the lunar calendar, with or without its year. Stored as
/// `{"calendar":"solar","year":1990,"month":5,"leap":false,"day":20}`; no year and `"leap":false` are left out.
#[derive(Clone, Copy, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct CalendarDate(Fields);

#[derive(Clone, Copy, Eq, Hash, PartialEq, Serialize, Deserialize)]
struct Fields {
    calendar: Calendar,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    month: i8,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    leap: bool,
    day: i8,
}

/// Why a date is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// The calendar does not have that day.
    #[error("must be a day that exists: check month and day, and the year for 29 February")]
    NoSuchDay,
    /// The year of a solar date is out of range.
    #[error("must have a year from {} to {}, or none", SOLAR_YEARS.start(), SOLAR_YEARS.end())]
    SolarYear,
    /// The year of a lunar date is out of range.
    #[error("must have a lunar year from {} to {}, or none", LUNAR_YEARS.start(), LUNAR_YEARS.end())]
    LunarYear,
    /// The lunar calendar has months 1 to 12 of at most 30 days.
    #[error("must have a lunar month from 1 to 12 and a day from 1 to 30; mark a leap month as such")]
    LunarDay,
    /// A date of kind other without a label.
    #[error("must have a label that says what it is, for its kind is other")]
    Unlabelled,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::NoSuchDay => "没有这一天，请核对月和日；2 月 29 日还须核对年份".to_owned(),
            Self::SolarYear => format!("年份须在 {} 至 {} 之间，或不填", SOLAR_YEARS.start(), SOLAR_YEARS.end()),
            Self::LunarYear => format!("农历年份须在 {} 至 {} 之间，或不填", LUNAR_YEARS.start(), LUNAR_YEARS.end()),
            Self::LunarDay => "农历月份须为 1 至 12，日须为 1 至 30；闰月须标为闰月".to_owned(),
            Self::Unlabelled => "类型为“其他”的日期须有标签，说明是什么日子".to_owned(),
        }
    }
}

impl ImportantDate {
    /// A date with the stable id of its place in the record's list.
    pub fn new(id: Uuid, kind: DateKind, label: Label, date: CalendarDate) -> Result<Self, Error> {
        if kind == DateKind::Other && label.is_empty() {
            return Err(Error::Unlabelled);
        }
        Ok(Self { id, kind, label, date })
    }

    /// The stable id of this element.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What the date is.
    pub fn kind(&self) -> DateKind {
        self.kind
    }

    /// What the user calls it; may be empty, except for kind other.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// The day.
    pub fn date(&self) -> CalendarDate {
        self.date
    }
}

impl CalendarDate {
    /// A day of the solar calendar; without a year 29 February is one.
    pub fn solar(year: Option<i16>, month: i8, day: i8) -> Result<Self, Error> {
        Self::try_from(Fields { calendar: Calendar::Solar, year, month, leap: false, day })
    }

    /// A day of the lunar calendar, in the leap month that follows the month of that number if `leap`. Whether that
    /// month had that day in that year is not asked.
    pub fn lunar(year: Option<i16>, month: i8, leap: bool, day: i8) -> Result<Self, Error> {
        Self::try_from(Fields { calendar: Calendar::Lunar, year, month, leap, day })
    }

    /// The calendar of the other parts.
    pub fn calendar(self) -> Calendar {
        self.0.calendar
    }

    /// The year, if it is known.
    pub fn year(self) -> Option<i16> {
        self.0.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month
    }

    /// Whether the month is a leap month; never in the solar calendar.
    pub fn leap(self) -> bool {
        self.0.leap
    }

    /// The day of the month.
    pub fn day(self) -> i8 {
        self.0.day
    }
}

impl TryFrom<Fields> for CalendarDate {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let Fields { calendar, year, month, leap, day } = fields;
        match calendar {
            Calendar::Solar if year.is_some_and(|year| !SOLAR_YEARS.contains(&year)) => Err(Error::SolarYear),
            Calendar::Solar if leap || Date::new(year.unwrap_or(SOME_LEAP_YEAR), month, day).is_err() => {
                Err(Error::NoSuchDay)
            }
            Calendar::Lunar if year.is_some_and(|year| !LUNAR_YEARS.contains(&year)) => Err(Error::LunarYear),
            Calendar::Lunar if !(1..=12).contains(&month) || !(1..=30).contains(&day) => Err(Error::LunarDay),
            Calendar::Solar | Calendar::Lunar => Ok(Self(fields)),
        }
    }
}

impl From<CalendarDate> for Fields {
    fn from(date: CalendarDate) -> Self {
        date.0
    }
}

/// A birthday is personal, so the day itself is not shown.
impl fmt::Debug for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CalendarDate(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn solar_days_must_exist() {
        assert!(CalendarDate::solar(None, 2, 29).is_ok());
        assert!(CalendarDate::solar(Some(2024), 2, 29).is_ok());
        assert_eq!(CalendarDate::solar(Some(2023), 2, 29), Err(Error::NoSuchDay));
        assert_eq!(CalendarDate::solar(None, 4, 31), Err(Error::NoSuchDay));
        assert_eq!(CalendarDate::solar(Some(1799), 1, 1), Err(Error::SolarYear));
    }

    #[test]
    fn lunar_days_are_kept_within_the_calendar() {
        assert!(CalendarDate::lunar(Some(1990), 5, true, 30).is_ok());
        assert_eq!(CalendarDate::lunar(None, 13, false, 1), Err(Error::LunarDay));
        assert_eq!(CalendarDate::lunar(None, 0, false, 1), Err(Error::LunarDay));
        assert_eq!(CalendarDate::lunar(None, 1, false, 31), Err(Error::LunarDay));
        assert_eq!(CalendarDate::lunar(Some(1899), 1, false, 1), Err(Error::LunarYear));
    }

    #[test]
    fn a_date_of_another_kind_says_what_it_is() {
        let day = CalendarDate::solar(None, 5, 20).unwrap();
        let other = |label| ImportantDate::new(Uuid::nil(), DateKind::Other, Label::parse(label).unwrap(), day);
        assert_eq!(other(""), Err(Error::Unlabelled));
        assert_eq!(other("开业").unwrap().label().as_str(), "开业");
    }

    #[test]
    fn the_stored_form_stays_as_it_is() {
        let stored = |kind, label, date| {
            let label = Label::parse(label).unwrap();
            serde_json::to_string(&ImportantDate::new(Uuid::nil(), kind, label, date).unwrap()).unwrap()
        };
        assert_eq!(
            stored(DateKind::Birthday, "", CalendarDate::lunar(Some(1990), 5, true, 20).unwrap()),
            r#"{"id":"00000000-0000-0000-0000-000000000000","kind":"birthday","date":{"calendar":"lunar","year":1990,"month":5,"leap":true,"day":20}}"#
        );
        assert_eq!(
            stored(DateKind::ContractRenewal, "A", CalendarDate::solar(None, 12, 31).unwrap()),
            r#"{"id":"00000000-0000-0000-0000-000000000000","kind":"contract_renewal","label":"A","date":{"calendar":"solar","month":12,"day":31}}"#
        );
        assert!(serde_json::from_str::<CalendarDate>(r#"{"calendar":"solar","month":2,"day":30}"#).is_err());
    }

    proptest! {
        #[test]
        fn every_date_reads_back(year in any::<Option<i16>>(), month in any::<i8>(), day in any::<i8>(), leap: bool) {
            for date in [CalendarDate::solar(year, month, day), CalendarDate::lunar(year, month, leap, day)].into_iter().flatten() {
                let stored = serde_json::to_string(&date).unwrap();
                prop_assert_eq!(serde_json::from_str::<CalendarDate>(&stored).unwrap(), date);
            }
        }
    }
}
