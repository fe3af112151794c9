//! Days of the solar and the lunar calendar as people write them, with or without a year.
//!
//! `1990-05-20`, `05-20`, `1990/5/20`, `1990年5月20日`, `19900520`; a day of the Chinese calendar begins with `lunar:` or 农历, its leap
//! month with `leap:` or 闰: `lunar:1990-05-20`, `lunar:leap:2023-02-10`, `农历1990年闰5月20日`.

use std::ops::Range;

use contracts::customer::v1::LunarDay;
use contracts::customer::v1::important_date::Day;
use contracts::google::r#type::Date;

/// A leap year: a day without a year may be 29 February.
const SOME_LEAP_YEAR: i16 = 2000;

const LUNAR: [&str; 3] = ["lunar:", "农历", "阴历"];
const SOLAR: [&str; 4] = ["solar:", "公历", "阳历", "国历"];
const LEAP: [&str; 2] = ["leap:", "闰"];

/// Reads a day. A time of day behind it is passed over.
pub(crate) fn parse(text: &str) -> Option<Day> {
    let text = text.trim();
    let lunar = without_prefix(text, &LUNAR);
    let rest = lunar.or_else(|| without_prefix(text, &SOLAR)).unwrap_or(text);
    let leap = lunar.is_some() && LEAP.iter().any(|word| rest.contains(word));
    let rest = LEAP.iter().fold(rest.to_owned(), |rest, word| if leap { rest.replace(word, "") } else { rest });
    let date = rest.split([' ', 'T']).find(|part| !part.is_empty())?;
    let (year, month, day) = numbers(date)?;
    if lunar.is_some() {
        let in_calendar = (1..=12).contains(&month) && (1..=30).contains(&day) && (0..=2100).contains(&year);
        return in_calendar.then_some(Day::Lunar(LunarDay { year, month, leap, day }));
    }
    civil(if year == 0 { SOME_LEAP_YEAR.into() } else { year }, month, day)?;
    Some(Day::Solar(Date { year, month, day }))
}

/// The day of the solar calendar, if there is one.
pub(crate) fn civil(year: i32, month: i32, day: i32) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The day as [`parse`] reads it.
pub(crate) fn written(day: &Day) -> String {
    let (calendar, year, month, of_month) = match day {
        Day::Solar(date) => ("", date.year, date.month, date.day),
        Day::Lunar(date) if date.leap => ("lunar:leap:", date.year, date.month, date.day),
        Day::Lunar(date) => ("lunar:", date.year, date.month, date.day),
    };
    let year = if year == 0 { String::new() } else { format!("{year:04}-") };
    format!("{calendar}{year}{month:02}-{of_month:02}")
}

fn without_prefix<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).map(|rest| rest.trim_start_matches([':', '：', ' ']))
}

/// Year, month and day; the year is 0 when there is none.
fn numbers(date: &str) -> Option<(i32, i32, i32)> {
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |range: Range<usize>| date.get(range)?.parse().ok();
        return Some((number(0..4)?, number(4..6)?, number(6..8)?));
    }
    let parts: Vec<&str> = date.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?;
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => Some((number(year)?, number(month)?, number(day)?)),
        [month, day] if month.len() <= 2 => Some((0, number(month)?, number(day)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text).as_ref().map(written)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in [
            ("1990-05-20", "1990-05-20"),
            ("1990/5/20", "1990-05-20"),
            ("1990.5.20", "1990-05-20"),
            ("1990年5月20日", "1990-05-20"),
            ("19900520", "1990-05-20"),
            ("1990-05-20 00:00:00", "1990-05-20"),
            ("1990-05-20T00:00:00Z", "1990-05-20"),
            ("05-20", "05-20"),
            ("5月20日", "05-20"),
            ("02-29", "02-29"),
            ("公历1990-05-20", "1990-05-20"),
            ("lunar:1990-05-20", "lunar:1990-05-20"),
            ("lunar:leap:2023-02-10", "lunar:leap:2023-02-10"),
            ("农历1990年闰5月20日", "lunar:leap:1990-05-20"),
            ("农历：08-15", "lunar:08-15"),
            ("lunar:02-30", "lunar:02-30"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_could_be_two_is_not_read() {
        for text in [
            "",
            "2023-02-29",
            "1990-13-01",
            "5/20/1990",
            "20/5/90",
            "lunar:1990-13-01",
            "lunar:05-31",
            "五月二十",
            "-1-2-3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
