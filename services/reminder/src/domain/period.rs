//! Lengths of time in days of the calendar.

use clock::Instant;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::due::Due;
use super::schedule::ScheduleError;
use super::zone::Zone;

/// When people are told of what comes on a day.
pub const MORNING: Time = Time::constant(9, 0, 0, 0);

/// A length of time. Stored as `{"count":6,"unit":"month"}`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Period {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: PeriodUnit,
}

/// What a period is counted in. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months of the calendar.
    Month,
}

impl Period {
    /// The day so long after another; a day that a shorter month does not have is its last.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn after(self, day: Date) -> Result<Date, ScheduleError> {
        let count = i64::from(self.count);
        let span = match self.unit {
            PeriodUnit::Day => count.days(),
            PeriodUnit::Week => count.weeks(),
            PeriodUnit::Month => count.months(),
        };
        day.checked_add(span).map_err(|_| ScheduleError(calendar::Error::OutOfRange))
    }

    /// The morning of the day so long after that of an instant, on the clocks of a zone.
    ///
    /// # Errors
    /// It leaves the calendar.
    pub fn morning_after(self, instant: Instant, zone: &Zone) -> Result<Due, ScheduleError> {
        Due::at(self.after(day_of(instant, zone))?.to_datetime(MORNING), zone)
    }
}

/// The day on which an instant lies, on the clocks of a zone.
pub fn day_of(instant: Instant, zone: &Zone) -> Date {
    zone.time_zone().to_datetime(instant.into()).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn months(count: u16) -> Period {
        Period { count, unit: PeriodUnit::Month }
    }

    #[test]
    fn a_month_from_the_last_day_ends_on_the_last_day() {
        assert_eq!(months(6).after(date(2024, 8, 31)).unwrap(), date(2025, 2, 28));
        assert_eq!(months(1).after(date(2024, 1, 31)).unwrap(), date(2024, 2, 29));
        let weeks = Period { count: 2, unit: PeriodUnit::Week };
        assert_eq!(weeks.after(date(2024, 12, 25)).unwrap(), date(2025, 1, 8));
    }

    #[test]
    fn a_day_begins_at_midnight_of_its_zone() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        // 00:30 of 21 May in Shanghai.
        let instant = Instant::from_micros(1_716_222_600_000_000);
        let due = Period { count: 1, unit: PeriodUnit::Day }.morning_after(instant, &zone).unwrap();
        assert_eq!(due.local, date(2024, 5, 22).at(9, 0, 0, 0));
    }

    proptest! {
        #[test]
        fn what_begins_later_ends_no_earlier(count in 1_u16..=3_650, one in 0_i64..2_000_000_000, more in 0_i64..10_000_000) {
            let zone = Zone::utc();
            for unit in [PeriodUnit::Day, PeriodUnit::Week, PeriodUnit::Month] {
                let ends = |seconds: i64| {
                    Period { count, unit }.morning_after(Instant::from_micros(seconds * 1_000_000), &zone).unwrap().time
                };
                prop_assert!(ends(one) <= ends(one + more));
            }
        }
    }
}
