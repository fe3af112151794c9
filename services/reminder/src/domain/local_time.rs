//! Local times as callers write them.

use conventions::violations::Bilingual;
use jiff::civil::{DateTime, Time};

/// The years in which something may be due.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// Why a local time is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LocalTimeError {
    /// It is none.
    #[error("must be a local date and time such as 2024-05-20T09:00, without a zone")]
    Malformed,
    /// It lies too far away.
    #[error("must be in the years {} to {}", YEARS.start(), YEARS.end())]
    Year,
    /// It is no time of day.
    #[error("must be a time of day such as 09:00")]
    TimeOfDay,
}

impl Bilingual for LocalTimeError {
    fn chinese(&self) -> String {
        match self {
            Self::Malformed => "须为本地日期时间，如 2024-05-20T09:00，不带时区".to_owned(),
            Self::Year => format!("年份须在 {} 至 {} 之间", YEARS.start(), YEARS.end()),
            Self::TimeOfDay => "须为一天中的时间，如 09:00".to_owned(),
        }
    }
}

/// The local date and time that is written, to the second.
///
/// # Errors
/// It is none, or too far away.
pub fn parse(text: &str) -> Result<DateTime, LocalTimeError> {
    let text = text.trim();
    // A text with a zone or an offset names an instant, which a local time does not.
    let zoned = text.ends_with(['Z', 'z', ']']) || text.get(10..).is_some_and(|time| time.contains(['+', '-']));
    let local: DateTime = text.parse().ok().filter(|_| !zoned).ok_or(LocalTimeError::Malformed)?;
    if local.subsec_nanosecond() != 0 || !text.contains(['T', 't', ' ']) {
        return Err(LocalTimeError::Malformed);
    }
    if YEARS.contains(&local.year()) { Ok(local) } else { Err(LocalTimeError::Year) }
}

/// The time of day that is written, to the second.
///
/// # Errors
/// It is none.
pub fn parse_time_of_day(text: &str) -> Result<Time, LocalTimeError> {
    let time: Time = text.trim().parse().map_err(|_| LocalTimeError::TimeOfDay)?;
    if time.subsec_nanosecond() == 0 { Ok(time) } else { Err(LocalTimeError::TimeOfDay) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_local_time_is_read_to_the_minute_or_the_second() {
        for text in ["2024-05-20T09:00", "2024-05-20 09:00:00", " 2024-05-20T09:00:00 "] {
            assert_eq!(parse(text), Ok(date(2024, 5, 20).at(9, 0, 0, 0)), "{text}");
        }
    }

    #[test]
    fn an_instant_a_day_and_a_fraction_are_no_local_times() {
        for text in [
            "",
            "明天",
            "2024-05-20",
            "2024-05-20T09:00Z",
            "2024-05-20T09:00+08:00",
            "2024-05-20T09:00:00.5",
            "2024-02-30T09:00",
        ] {
            assert_eq!(parse(text), Err(LocalTimeError::Malformed), "{text}");
        }
        assert_eq!(parse("1969-12-31T23:59"), Err(LocalTimeError::Year));
        assert_eq!(parse("2201-01-01T00:00"), Err(LocalTimeError::Year));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_reads_back_the_same(text in "\\PC{0,40}") {
            if let Ok(local) = parse(&text) {
                prop_assert_eq!(parse(&local.to_string()), Ok(local));
            }
            let _ = parse_time_of_day(&text);
        }
    }
}
