//! Ids that sort by time.

use uuid::{Builder, Uuid};

use crate::Instant;

/// A UUIDv7 of `instant`: milliseconds, then the microseconds within as a fraction of 12 bits, then 62 random bits.
pub(crate) fn at(instant: Instant) -> Uuid {
    let micros = instant.as_micros().max(0).unsigned_abs();
    let fraction = (micros % 1_000) * 4_096 / 1_000;
    let [high, low] = u16::try_from(fraction).unwrap_or_default().to_be_bytes();
    // The last eight bytes of a random id: two of their bits are the variant's, here as there.
    let [.., a, b, c, d, e, f, g, h] = random();
    Builder::from_unix_timestamp_millis(micros / 1_000, &[high, low, a, b, c, d, e, f, g, h]).into_uuid()
}

#[expect(clippy::disallowed_methods, reason = "the one source of random ids")]
pub(crate) fn random() -> [u8; 16] {
    Uuid::new_v4().into_bytes()
}
