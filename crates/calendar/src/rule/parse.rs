//! From the text of a rule to its parts.

use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::{End, Frequency, MAX_RULE_LENGTH, Rule, RuleWeekday};
use crate::error::RuleError;
use crate::weekday;

/// The parts that are known.
const PARTS: [&str; 16] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
    "BYSETPOS",
    "RSCALE",
    "SKIP",
];

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        if text.len() > MAX_RULE_LENGTH {
            return Err(RuleError::new("RRULE", format!("at most {MAX_RULE_LENGTH} bytes long")));
        }
        let text = text.to_ascii_uppercase();
        let parts = split(&text)?;
        let value = |name| parts.iter().find(|(part, _)| *part == name).map(|(_, value)| *value);
        let list = |name, range| value(name).map_or(Ok(Vec::new()), |value| numbers(name, value, range));
        let scaled = value("RSCALE").map_or(Ok(false), scale)?;
        let rule = Self {
            frequency: frequency(value("FREQ"))?,
            interval: value("INTERVAL").map_or(Ok(1), |value| positive("INTERVAL", value))?,
            end: end(value("COUNT"), value("UNTIL"))?,
            week_start: value("WKST").map_or(Ok(Weekday::Monday), week_start)?,
            months: list("BYMONTH", 1..=12)?,
            week_numbers: list("BYWEEKNO", -53..=53)?,
            year_days: list("BYYEARDAY", -366..=366)?,
            month_days: list("BYMONTHDAY", -31..=31)?,
            weekdays: value("BYDAY").map_or(Ok(Vec::new()), weekdays)?,
            hours: list("BYHOUR", 0..=23)?,
            minutes: list("BYMINUTE", 0..=59)?,
            seconds: without_leap_second(list("BYSECOND", 0..=60)?),
            positions: list("BYSETPOS", -366..=366)?,
            scaled,
            skip_backward: value("SKIP").map_or(Ok(false), |value| skip_backward(value, scaled))?,
        };
        rule.validate()?;
        Ok(rule)
    }
}

/// The parts by name, each once.
fn split(text: &str) -> Result<Vec<(&'static str, &str)>, RuleError> {
    let mut parts = Vec::new();
    for (index, part) in text.split(';').enumerate() {
        let unknown = || {
            let known = PARTS.join(", ");
            RuleError::new("RRULE", format!("part {} must be NAME=value, and the name one of {known}", index + 1))
        };
        let (name, value) = part.split_once('=').ok_or_else(unknown)?;
        let name = *PARTS.iter().find(|known| **known == name).ok_or_else(unknown)?;
        if parts.iter().any(|(earlier, _)| *earlier == name) {
            return Err(RuleError::new(name, "must not be given more than once; join its values with commas"));
        }
        parts.push((name, value));
    }
    Ok(parts)
}

fn frequency(value: Option<&str>) -> Result<Frequency, RuleError> {
    let value = value.ok_or_else(|| RuleError::new("FREQ", "must be given"))?;
    Frequency::ALL.into_iter().find(|frequency| frequency.name() == value).ok_or_else(|| {
        RuleError::new("FREQ", "must be one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY")
    })
}

fn positive(part: &'static str, value: &str) -> Result<u32, RuleError> {
    let number = is_digits(value).then(|| value.parse().ok()).flatten();
    number.filter(|number| *number > 0).ok_or_else(|| RuleError::new(part, format!("a number from 1 to {}", u32::MAX)))
}

fn end(count: Option<&str>, until: Option<&str>) -> Result<End, RuleError> {
    match (count, until) {
        (None, None) => Ok(End::Never),
        (Some(count), None) => positive("COUNT", count).map(End::Count),
        (None, Some(value)) => self::until(value).ok_or_else(|| {
            RuleError::new("UNTIL", "a time such as 20301231T090000 or 20301231T010000Z, or a date such as 20301231")
        }),
        (Some(_), Some(_)) => {
            Err(RuleError::new("UNTIL", "must not be given together with COUNT; leave one of them out"))
        }
    }
}

fn until(value: &str) -> Option<End> {
    let (digits, utc) = value.strip_suffix('Z').map_or((value, false), |digits| (digits, true));
    match digits.split_once('T') {
        None if !utc && digits.len() == 8 && is_digits(digits) => {
            Date::strptime("%Y%m%d", digits).ok().map(End::UntilDate)
        }
        Some((date, time)) if date.len() == 8 && time.len() == 6 && is_digits(date) && is_digits(time) => {
            let at = DateTime::strptime("%Y%m%dT%H%M%S", digits).ok()?;
            if utc { TimeZone::UTC.to_timestamp(at).ok().map(End::UntilInstant) } else { Some(End::UntilLocal(at)) }
        }
        _ => None,
    }
}

fn week_start(value: &str) -> Result<Weekday, RuleError> {
    weekday::from_code(value).ok_or_else(|| RuleError::new("WKST", "one of MO, TU, WE, TH, FR, SA, SU"))
}

/// A list of numbers, in order and each once. A range that begins below zero counts from the end and has no zero.
fn numbers(part: &'static str, value: &str, range: RangeInclusive<i16>) -> Result<Vec<i16>, RuleError> {
    let signed = *range.start() < 0;
    let number = |text: &str| {
        let digits = if signed { text.strip_prefix(['+', '-']).unwrap_or(text) } else { text };
        let number: i16 = is_digits(digits).then(|| text.parse().ok()).flatten()?;
        (range.contains(&number) && !(signed && number == 0)).then_some(number)
    };
    let mut numbers: Vec<i16> = value.split(',').map(number).collect::<Option<_>>().ok_or_else(|| {
        let (first, last) = (if signed { 1 } else { *range.start() }, range.end());
        let or_negative = if signed { format!(" or from {} to -1", range.start()) } else { String::new() };
        RuleError::new(part, format!("numbers from {first} to {last}{or_negative}, joined with commas"))
    })?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

fn weekdays(value: &str) -> Result<Vec<RuleWeekday>, RuleError> {
    let weekday = |text: &str| {
        let (ordinal, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let weekday = weekday::from_code(code)?;
        let ordinal = if ordinal.is_empty() { None } else { numbers("BYDAY", ordinal, -53..=53).ok()?.pop() };
        Some(RuleWeekday { ordinal, weekday })
    };
    value
        .split(',')
        .map(weekday)
        .collect::<Option<_>>()
        .ok_or_else(|| RuleError::new("BYDAY", "weekdays such as MO, 1MO or -1FR (1 to 53), joined with commas"))
}

/// Second 60 is taken for 59 where there are no leap seconds (RFC 5545, 3.3.12).
fn without_leap_second(mut seconds: Vec<i16>) -> Vec<i16> {
    for second in &mut seconds {
        *second = (*second).min(59);
    }
    seconds.dedup();
    seconds
}

fn scale(value: &str) -> Result<bool, RuleError> {
    if value == "GREGORIAN" { Ok(true) } else { Err(RuleError::new("RSCALE", "only GREGORIAN is supported")) }
}

fn skip_backward(value: &str, scaled: bool) -> Result<bool, RuleError> {
    match value {
        _ if !scaled => Err(RuleError::new("SKIP", "must not be used without RSCALE=GREGORIAN")),
        "OMIT" => Ok(false),
        "BACKWARD" => Ok(true),
        _ => Err(RuleError::new("SKIP", "OMIT or BACKWARD; FORWARD is not supported")),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
