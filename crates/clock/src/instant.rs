//! A point in time.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A point in time: whole microseconds since 1970-01-01T00:00:00Z, as both databases keep it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant so many microseconds after the epoch, before it if negative.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The instant so many microseconds later; stops at the ends of the range.
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    #[expect(clippy::disallowed_methods, reason = "the one reading of the machine's time")]
    pub(crate) fn of_system() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
    }
}

impl From<Instant> for jiff::Timestamp {
    /// The same point in time; the ends of the range of jiff bound it.
    fn from(instant: Instant) -> Self {
        Self::from_microsecond(instant.0).unwrap_or(if instant.0 < 0 { Self::MIN } else { Self::MAX })
    }
}

impl From<jiff::Timestamp> for Instant {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}
