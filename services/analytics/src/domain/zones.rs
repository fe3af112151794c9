//! The days of a tenant: where they begin, and their numbers.

use clock::Instant;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The zone of a tenant that never said one, as the contract of the customer service has it.
const DEFAULT: &str = "Asia/Shanghai";
/// The day whose number is 0.
const EPOCH: Date = date(1970, 1, 1);

/// The time zones of a tenant, each from a day on, ascending; the first holds for all time before it too. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Zones(Vec<Zone>);

/// A time zone from a day on.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Zone {
    /// The IANA name.
    pub name: String,
    /// The first day, in that zone; none in the first period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
}

impl Default for Zones {
    fn default() -> Self {
        Self(vec![Zone { name: DEFAULT.to_owned(), valid_from: None }])
    }
}

impl Zones {
    /// These zones; those of a tenant that never said any where there are none.
    pub fn new(zones: Vec<Zone>) -> Self {
        if zones.is_empty() { Self::default() } else { Self(zones) }
    }

    /// One zone for all time.
    pub fn of(name: &str) -> Self {
        Self(vec![Zone { name: name.to_owned(), valid_from: None }])
    }

    /// When a day begins, in the zone that holds then.
    pub fn beginning(&self, day: Date) -> Instant {
        let holds = |zone: &&Zone| zone.valid_from.is_none_or(|first| first <= day);
        let name = { self.0.iter() }.rev().find(holds).or(self.0.first()).map_or("UTC", |zone| &zone.name);
        let zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
        let bound = if day < EPOCH { Timestamp::MIN } else { Timestamp::MAX };
        day.to_zoned(zone).map_or(bound, |begin| begin.timestamp()).into()
    }

    /// The day of an instant, in the zone that held then.
    pub fn day(&self, instant: Instant) -> Date {
        let days = self.0.iter().map(|zone| (zone, zone.day(instant)));
        let holds = |(zone, day): &(&Zone, Date)| zone.valid_from.is_none_or(|first| first <= *day);
        let day = days.clone().rev().find(holds).or(days.clone().next()).map(|(_, day)| day);
        day.unwrap_or_else(|| Timestamp::from(instant).to_zoned(TimeZone::UTC).date())
    }
}

impl Zone {
    fn day(&self, instant: Instant) -> Date {
        let zone = TimeZone::get(&self.name).unwrap_or(TimeZone::UTC);
        Timestamp::from(instant).to_zoned(zone).date()
    }
}

/// The number of a day: days since 1970-01-01.
pub fn number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// The day of a number; the ends of the calendar bound it.
pub fn day_of(number: i64) -> Date {
    let bound = if number < 0 { Date::MIN } else { Date::MAX };
    i32::try_from(number).ok().and_then(|number| EPOCH.checked_add(number.days()).ok()).unwrap_or(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_the_zone_that_held_then() {
        let moved = Zones(vec![
            Zone { name: "Asia/Shanghai".into(), valid_from: None },
            Zone { name: "America/New_York".into(), valid_from: Some(date(2024, 6, 1)) },
        ]);
        let at = |text: &str| Instant::from(text.parse::<Timestamp>().unwrap());
        assert_eq!(moved.day(at("2024-05-20T17:00:00Z")), date(2024, 5, 21));
        assert_eq!(moved.day(at("2024-06-10T02:00:00Z")), date(2024, 6, 9));
        assert_eq!(Zones::default().day(at("2024-05-20T17:00:00Z")), date(2024, 5, 21));
    }

    #[test]
    fn numbers_and_days_are_each_others() {
        for day in [date(1969, 12, 31), EPOCH, date(2024, 2, 29), date(9999, 12, 31)] {
            assert_eq!(day_of(number(day)), day);
        }
        assert_eq!((number(EPOCH), number(date(1969, 12, 31))), (0, -1));
        assert_eq!(day_of(i64::MAX), Date::MAX);
    }
}
