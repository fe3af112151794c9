//! Time zones by their IANA names.

use conventions::violations::Bilingual;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A time zone that the time zone database has. Stored as its name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// The time zone database has no such zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be a time zone of the IANA database, such as Asia/Shanghai")]
pub struct UnknownZone;

impl Bilingual for UnknownZone {
    fn chinese(&self) -> String {
        "须为 IANA 时区名称，如 Asia/Shanghai".to_owned()
    }
}

impl Zone {
    /// The zone of a name; upper and lower case do not matter.
    ///
    /// # Errors
    /// There is none.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(name.trim()).map_err(|_| UnknownZone)?;
        if zone.iana_name().is_some() { Ok(Self(zone)) } else { Err(UnknownZone) }
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The zone, to compute with.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;

    fn try_from(name: String) -> Result<Self, UnknownZone> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}
