//! The time of tests.

use clock::{Clock, Instant};

/// Where manual clocks stand at first: 2024-05-20T02:00:00Z, which is 10:00 of a Monday in Shanghai.
pub const START: Instant = Instant::from_micros(1_716_170_400_000_000);

/// A clock that stands at [`START`] until it is moved.
pub fn clock() -> Clock {
    Clock::manual(START)
}
