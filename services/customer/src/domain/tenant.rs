//! What holds for a whole tenant.

use clock::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};

use super::region::Country;
use super::working_days::WorkingDays;

/// The number of the form in which [`Tenant`] is stored.
pub const SCHEMA: i64 = 1;
/// The languages in which people are addressed, BCP 47.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// What holds for a whole tenant. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tenant {
    /// What the organisation calls itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// The time zones, ascending; at least one.
    pub zones: Vec<ZonePeriod>,
    /// BCP 47, preferred first.
    pub languages: Vec<String>,
    /// The country in which phone numbers and addresses without one are read.
    pub region: Country,
    /// After how many days a deleted customer is removed for good; 0 for never.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub deleted_retention_days: u16,
    /// On which days people work.
    #[serde(default, skip_serializing_if = "WorkingDays::is_default")]
    pub working_days: WorkingDays,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde hands it over")]
fn is_zero(days: &u16) -> bool {
    *days == 0
}

/// A time zone from a day on. Stored as `{"zone":"Asia/Shanghai","valid_from":"2024-01-01"}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ZonePeriod {
    /// The IANA name.
    pub zone: String,
    /// The first day, in that zone; none in the first period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
}

/// The time zone database has no such zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownZone;

/// What is wrong with the first day of a time zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ValidFromError {
    /// The first zone holds for all time before it, too.
    First,
    /// Any other zone holds from a day on.
    Missing,
    /// The day is not after that of the zone before.
    NotAscending,
}

impl ZonePeriod {
    /// A time zone from a day on; upper and lower case of the name do not matter.
    pub fn new(zone: &str, valid_from: Option<Date>) -> Result<Self, UnknownZone> {
        let known = TimeZone::get(zone.trim()).map_err(|_| UnknownZone)?;
        let zone = known.iana_name().ok_or(UnknownZone)?.to_owned();
        Ok(Self { zone, valid_from })
    }

    /// What keeps time zones from following one another, each with the place of the period.
    pub fn misplaced(periods: &[Self]) -> Vec<(usize, ValidFromError)> {
        let mut before = None;
        let wrong = periods.iter().enumerate().filter_map(|(index, period)| {
            let wrong = match (index, period.valid_from) {
                (0, None) => None,
                (0, Some(_)) => Some(ValidFromError::First),
                (_, None) => Some(ValidFromError::Missing),
                (_, first) => (first <= before).then_some(ValidFromError::NotAscending),
            };
            before = period.valid_from.max(before);
            Some((index, wrong?))
        });
        wrong.collect()
    }

    /// An instant in this zone.
    fn local(&self, instant: Instant) -> Zoned {
        Timestamp::from(instant).to_zoned(TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC))
    }

    /// The day of an instant in this zone.
    fn day(&self, instant: Instant) -> Date {
        self.local(instant).date()
    }
}

impl Tenant {
    /// An instant in the zone that holds then.
    pub fn local(&self, instant: Instant) -> Zoned {
        let holds = |period: &&ZonePeriod| period.valid_from.is_none_or(|first| first <= period.day(instant));
        let period = self.zones.iter().rev().find(holds).or(self.zones.first());
        period.map_or_else(|| Timestamp::from(instant).to_zoned(TimeZone::UTC), |period| period.local(instant))
    }

    /// The local day of an instant.
    pub fn day(&self, instant: Instant) -> Date {
        self.local(instant).date()
    }

    /// The same time of day so many days later.
    pub fn days_after(&self, instant: Instant, days: u32) -> Zoned {
        let local = self.local(instant);
        local.checked_add(i64::from(days).days()).unwrap_or(local)
    }

    /// The beginning of the day after that of an instant.
    pub fn next_day(&self, instant: Instant) -> Zoned {
        let local = self.local(instant);
        local.tomorrow().and_then(|next| next.start_of_day()).unwrap_or(local)
    }
}

impl Default for Tenant {
    /// A tenant that was never updated: in China.
    fn default() -> Self {
        Self {
            display_name: String::new(),
            zones: vec![ZonePeriod { zone: "Asia/Shanghai".to_owned(), valid_from: None }],
            languages: LANGUAGES.map(str::to_owned).to_vec(),
            region: Country::CHINA,
            deleted_retention_days: 0,
            working_days: WorkingDays::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn periods(given: &[(&str, Option<Date>)]) -> Vec<ZonePeriod> {
        given.iter().map(|(zone, valid_from)| ZonePeriod::new(zone, *valid_from).unwrap()).collect()
    }

    #[test]
    fn a_zone_is_known_by_its_name_in_any_case_and_by_nothing_else() {
        assert_eq!(ZonePeriod::new(" asia/shanghai ", None).unwrap().zone, "Asia/Shanghai");
        for text in ["", "Asia", "Asia/Nowhere", "UTC+8", "+08:00", "Etc/Unknown", "../../etc/passwd"] {
            assert_eq!(ZonePeriod::new(text, None), Err(UnknownZone), "{text}");
        }
    }

    #[test]
    fn zones_follow_one_another_from_day_to_day_and_the_first_has_no_day() {
        let (day, next) = (Some(date(2024, 5, 20)), Some(date(2024, 5, 21)));
        let misplaced = |given: [Option<Date>; 3]| {
            ZonePeriod::misplaced(&periods(&given.map(|valid_from| ("Asia/Shanghai", valid_from))))
        };
        assert_eq!(misplaced([None, day, next]), []);
        assert_eq!(
            misplaced([day, day, None]),
            [(0, ValidFromError::First), (1, ValidFromError::NotAscending), (2, ValidFromError::Missing)]
        );
        assert_eq!(misplaced([None, next, day]), [(2, ValidFromError::NotAscending)]);
    }

    #[test]
    fn the_day_of_an_instant_is_that_of_the_zone_which_holds_on_it() {
        let zones = periods(&[("Asia/Shanghai", None), ("America/New_York", Some(date(2024, 5, 20)))]);
        let tenant = Tenant { zones, ..Tenant::default() };
        let day = |text: &str| tenant.day(text.parse::<jiff::Timestamp>().unwrap().into());
        assert_eq!(day("2024-05-18T17:00:00Z"), date(2024, 5, 19), "in Shanghai");
        assert_eq!(day("2024-05-20T03:59:59Z"), date(2024, 5, 20), "still in Shanghai: in New York it is the 19th");
        assert_eq!(day("2024-05-20T04:00:00Z"), date(2024, 5, 20), "in New York");
        assert_eq!(day("2024-05-21T01:00:00Z"), date(2024, 5, 20), "in New York");
    }
}
