//! Instants and civil dates on the wire.

use clock::Instant;
use contracts::google::r#type::Date;
use contracts::validation::Violations;
use prost_types::Timestamp;

const MICROS_PER_SECOND: i64 = 1_000_000;
const NANOS_PER_MICRO: i32 = 1_000;
const NANOS_PER_SECOND: i32 = 1_000_000_000;

/// 0001-01-01T00:00:00Z, the first second of a `google.protobuf.Timestamp`.
const FIRST_SECOND: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z, the last.
const LAST_SECOND: i64 = 253_402_300_799;

/// The instant as a timestamp.
pub fn to_timestamp(instant: Instant) -> Timestamp {
    let micros = instant.as_micros();
    let nanos = i32::try_from(micros.rem_euclid(MICROS_PER_SECOND)).unwrap_or_default() * NANOS_PER_MICRO;
    Timestamp { seconds: micros.div_euclid(MICROS_PER_SECOND), nanos }
}

/// The instant of a timestamp, to the microsecond below; one out of range is a violation of the field at hand.
pub fn to_instant(timestamp: &Timestamp, violations: &mut Violations) -> Option<Instant> {
    let is_valid =
        (FIRST_SECOND..=LAST_SECOND).contains(&timestamp.seconds) && (0..NANOS_PER_SECOND).contains(&timestamp.nanos);
    if !is_valid {
        violations.add(
            "a time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, with 0 to 999999999 nanoseconds",
            "须为 0001-01-01T00:00:00Z 至 9999-12-31T23:59:59Z 之间的时间，纳秒为 0 至 999999999",
        );
        return None;
    }
    let micros = timestamp.seconds * MICROS_PER_SECOND + i64::from(timestamp.nanos / NANOS_PER_MICRO);
    Some(Instant::from_micros(micros))
}

/// The day as the contract writes it.
pub fn to_date(day: jiff::civil::Date) -> Date {
    Date { year: day.year().into(), month: day.month().into(), day: day.day().into() }
}

/// The day that is written, in the years 1 to 9999; one that no calendar has is a violation of the field at hand.
pub fn to_day(date: &Date, violations: &mut Violations) -> Option<jiff::civil::Date> {
    let day = civil(date).filter(|day| day.year() >= 1);
    if day.is_none() {
        violations.add(
            "a day that exists, in the years 1 to 9999, with year, month and day",
            "须为公历 1 至 9999 年中存在的日期，年、月、日齐全",
        );
    }
    day
}

fn civil(date: &Date) -> Option<jiff::civil::Date> {
    let (year, month, day) = (date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?);
    jiff::civil::Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(seconds: i64, nanos: i32) -> Option<i64> {
        let mut violations = Violations::default();
        let instant = to_instant(&Timestamp { seconds, nanos }, &mut violations).map(Instant::as_micros);
        assert_eq!(instant.is_none(), violations.count() == 1);
        instant
    }

    #[test]
    fn an_instant_comes_back_from_the_wire_to_the_microsecond() {
        for micros in [0, 1, -1, 1_716_163_200_123_456, -62_135_596_800_000_000, 253_402_300_799_999_999] {
            let timestamp = to_timestamp(Instant::from_micros(micros));
            assert_eq!(instant(timestamp.seconds, timestamp.nanos), Some(micros));
        }
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_off_downwards() {
        assert_eq!(instant(0, 1_999), Some(1));
        assert_eq!(instant(-1, 999_999_999), Some(-1));
    }

    #[test]
    fn a_timestamp_out_of_range_is_a_violation() {
        assert_eq!(instant(FIRST_SECOND - 1, 0), None);
        assert_eq!(instant(LAST_SECOND + 1, 0), None);
        assert_eq!(instant(i64::MAX, 0), None);
        assert_eq!(instant(0, -1), None);
        assert_eq!(instant(0, NANOS_PER_SECOND), None);
    }

    #[test]
    fn a_day_comes_back_from_the_wire_and_one_that_does_not_exist_is_a_violation() {
        let read = |year, month, day| to_day(&Date { year, month, day }, &mut Violations::default());
        let leap_day = jiff::civil::date(2024, 2, 29);
        assert_eq!(to_day(&to_date(leap_day), &mut Violations::default()), Some(leap_day));
        for (year, month, day) in [(2023, 2, 29), (0, 5, 20), (2024, 13, 1), (2024, 5, 0), (10_000, 1, 1), (-1, 1, 1)] {
            assert_eq!(read(year, month, day), None, "{year}-{month}-{day}");
        }
        assert_eq!(read(i32::MAX, 257, 257), None);
    }
}
