//! What holds for a whole tenant.

use clock::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::region::Country;

/// The number of the form in which [`Tenant`] is stored.
pub const SCHEMA: i64 = 1;
/// The languages in which people are addressed.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
/// The most time zones that follow one another.
pub const MAX_ZONES: usize = 50;
/// The longest name of a tenant, in characters.
pub const MAX_NAME_CHARS: usize = 200;

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

impl ZonePeriod {
    /// The day of an instant in this zone.
    fn day(&self, instant: Instant) -> Date {
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        zone.to_datetime(instant.into()).date()
    }
}

impl Tenant {
    /// The local day of an instant.
    pub fn day(&self, instant: Instant) -> Date {
        let holds = |period: &&ZonePeriod| period.valid_from.is_none_or(|first| first <= period.day(instant));
        let period = self.zones.iter().rev().find(holds).or(self.zones.first());
        period.map_or_else(|| TimeZone::UTC.to_datetime(instant.into()).date(), |period| period.day(instant))
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
        }
    }
}
