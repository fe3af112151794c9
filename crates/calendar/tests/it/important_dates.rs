use std::path::Path;

use calendar::{
    Anniversary, Error, ImportantDate, LeapMonth, LunarDate, LunarMonth, LunarMonthDay, MissingDay, MonthDay, Occasion,
};
use jiff::civil::{Date, date};
use serde::Deserialize;

use crate::data;

#[derive(Deserialize)]
struct PublishedBirthday {
    born_lunar_month: u8,
    born_lunar_day: u8,
    born_in_leap_month: u8,
    lunar_year: i16,
    exact_gregorian: Option<Date>,
    ordinary_month_gregorian_clamped_to_last_day: Date,
    leap_month_gregorian_clamped: Option<Date>,
}

fn lunar_birthday(month: LunarMonth, day: u8) -> ImportantDate {
    ImportantDate::new(Occasion::LunarMonthDay(LunarMonthDay::new(month, day).unwrap()))
}

fn solar_birthday(month_day: &str) -> ImportantDate {
    ImportantDate::new(Occasion::SolarMonthDay(month_day.parse().unwrap()))
}

fn next(important: ImportantDate, from: Date) -> Date {
    important.next_on_or_after(from).unwrap().date
}

/// The day on which it comes round in a lunar year.
fn in_lunar_year(important: ImportantDate, year: i16) -> Option<Date> {
    let new_year = |year| LunarDate::new(year, LunarMonth::ordinary(1), 1).unwrap().civil();
    let next = important.next_on_or_after(new_year(year)).ok()?.date;
    (next < new_year(year + 1)).then_some(next)
}

fn assert_kept_by_either_convention(birthdays: &Path) {
    for birthday in data::csv::<PublishedBirthday>(birthdays) {
        let month = LunarMonth { number: birthday.born_lunar_month, leap: birthday.born_in_leap_month == 1 };
        let usual = lunar_birthday(month, birthday.born_lunar_day);
        let by = |leap_month, missing_day| {
            in_lunar_year(ImportantDate { leap_month, missing_day, ..usual }, birthday.lunar_year)
        };
        let ordinary = Some(birthday.ordinary_month_gregorian_clamped_to_last_day);
        assert_eq!(in_lunar_year(usual, birthday.lunar_year), ordinary);
        assert_eq!(by(LeapMonth::LeapOnly, MissingDay::Skip), birthday.exact_gregorian);
        if month.leap {
            assert_eq!(by(LeapMonth::LeapOnly, MissingDay::LastDay), birthday.leap_month_gregorian_clamped);
            let leap_else_ordinary = birthday.leap_month_gregorian_clamped.or(ordinary);
            assert_eq!(by(LeapMonth::LeapElseOrdinary, MissingDay::LastDay), leap_else_ordinary);
        }
    }
}

#[test]
fn every_published_lunar_birthday_is_kept_by_either_convention() {
    assert_kept_by_either_convention(&data::kept("lunar_birthdays_sample.csv"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_lunar_birthdays_are_kept_by_either_convention() {
    assert_kept_by_either_convention(&data::published("05_lunar/lunar_birthdays_sample.csv"));
}

#[test]
fn the_thirtieth_of_a_short_lunar_month_goes_where_its_convention_says() {
    let born = lunar_birthday(LunarMonth::ordinary(12), 30);
    let from = date(2025, 1, 1);
    let by = |missing_day| next(ImportantDate { missing_day, ..born }, from);
    assert_eq!(by(MissingDay::LastDay), date(2025, 1, 28));
    assert_eq!(by(MissingDay::NextDay), date(2025, 1, 29));
    assert_eq!(by(MissingDay::Skip), date(2030, 2, 2));
}

#[test]
fn the_twenty_ninth_of_february_goes_where_its_convention_says() {
    let born = solar_birthday("--02-29");
    let by = |missing_day, from| next(ImportantDate { missing_day, ..born }, from);
    assert_eq!(by(MissingDay::LastDay, date(2025, 1, 1)), date(2025, 2, 28));
    assert_eq!(by(MissingDay::NextDay, date(2025, 1, 1)), date(2025, 3, 1));
    assert_eq!(by(MissingDay::Skip, date(2025, 1, 1)), date(2028, 2, 29));
    assert_eq!(by(MissingDay::Skip, date(2096, 3, 1)), date(2104, 2, 29));
    for missing_day in [MissingDay::LastDay, MissingDay::NextDay, MissingDay::Skip] {
        assert_eq!(by(missing_day, date(2028, 2, 1)), date(2028, 2, 29));
    }
}

#[test]
fn a_date_comes_round_on_its_day_and_then_a_year_later() {
    let born = solar_birthday("--05-20");
    assert_eq!(next(born, date(2025, 5, 20)), date(2025, 5, 20));
    assert_eq!(next(born, date(2025, 5, 21)), date(2026, 5, 20));
}

#[test]
fn a_date_with_its_year_counts_the_years_and_does_not_come_before_it() {
    let signed = ImportantDate::new(Occasion::SolarDate(date(2024, 2, 29)));
    let years = |from| signed.next_on_or_after(from).unwrap();
    assert_eq!(years(date(2000, 1, 1)), Anniversary { date: date(2024, 2, 29), years: Some(0) });
    assert_eq!(years(date(2024, 3, 1)), Anniversary { date: date(2025, 2, 28), years: Some(1) });

    let born = LunarDate::new(1990, LunarMonth::ordinary(12), 30).unwrap();
    let born = ImportantDate::new(Occasion::LunarDate(born));
    let years = |from| born.next_on_or_after(from).unwrap();
    assert_eq!(years(date(1950, 1, 1)), Anniversary { date: date(1991, 2, 14), years: Some(0) });
    assert_eq!(years(date(2025, 1, 1)), Anniversary { date: date(2025, 1, 28), years: Some(34) });
    assert_eq!(solar_birthday("--05-20").next_on_or_after(date(2025, 1, 1)).unwrap().years, None);
}

#[test]
fn a_lunar_date_is_refused_beyond_the_known_years() {
    let born = lunar_birthday(LunarMonth::ordinary(1), 1);
    assert_eq!(next(born, date(2100, 1, 1)), date(2100, 2, 9));
    for from in [date(1900, 1, 30), date(2100, 2, 10), date(2101, 1, 29), Date::MAX] {
        assert_eq!(born.next_on_or_after(from), Err(Error::LunarYearOutOfRange));
    }
    let never = ImportantDate { leap_month: LeapMonth::LeapOnly, ..lunar_birthday(LunarMonth::leap(1), 1) };
    assert_eq!(never.next_on_or_after(date(1950, 1, 1)), Err(Error::LunarYearOutOfRange));
}

#[test]
fn a_solar_date_ends_with_the_calendar() {
    assert_eq!(next(solar_birthday("--12-31"), Date::MAX), Date::MAX);
    assert_eq!(solar_birthday("--01-01").next_on_or_after(date(9999, 1, 2)), Err(Error::OutOfRange));
}

#[test]
fn a_month_and_day_is_read_as_it_is_written() {
    assert_eq!("--02-29".parse::<MonthDay>().unwrap().to_string(), "--02-29");
    assert_eq!("--02-30".parse::<MonthDay>(), Err(Error::MonthDay { month: 2, day: 30 }));
    for text in ["", "02-29", "--2-29", "--02-29-", "--+2-29", "--02-é"] {
        assert_eq!(text.parse::<MonthDay>(), Err(Error::MonthDayText), "{text}");
    }
}

#[test]
fn an_important_date_is_stored_and_read_back_with_the_usual_conventions() {
    let read: ImportantDate = serde_json::from_str(r#"{"occasion":{"solar_month_day":"--02-29"}}"#).unwrap();
    assert_eq!(read, solar_birthday("--02-29"));
    let born = ImportantDate { leap_month: LeapMonth::LeapOnly, ..lunar_birthday(LunarMonth::leap(6), 30) };
    assert_eq!(serde_json::from_str::<ImportantDate>(&serde_json::to_string(&born).unwrap()).unwrap(), born);
    let no_such_day = r#"{"occasion":{"lunar_month_day":{"month":{"number":13},"day":1}}}"#;
    assert!(serde_json::from_str::<ImportantDate>(no_such_day).is_err());
}
