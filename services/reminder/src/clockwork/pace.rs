//! How fast is caught up: what comes late must not hold up what comes in time, nor fall on people all at once.

use std::time::Duration;

const MICROS_PER_SECOND: u128 = 1_000_000;

/// So many in a second, no more than one second's worth at once.
#[derive(Debug)]
pub(super) struct Pace {
    per_second: u64,
    allowed: u64,
    counted: Duration,
}

impl Pace {
    /// So many in a second.
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second: per_second.into(), allowed: per_second.into(), counted: Duration::ZERO }
    }

    /// How many may come now, so long after the beginning.
    pub(super) fn allowed(&mut self, now: Duration) -> u64 {
        let gained = now.saturating_sub(self.counted).as_micros() * u128::from(self.per_second) / MICROS_PER_SECOND;
        if gained > 0 {
            self.counted = now;
            let gained = u64::try_from(gained).unwrap_or(self.per_second);
            self.allowed = self.allowed.saturating_add(gained).min(self.per_second);
        }
        self.allowed
    }

    /// So many came.
    pub(super) fn take(&mut self, count: usize) {
        self.allowed = self.allowed.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_any_time_no_more_comes_than_the_pace_and_one_seconds_worth() {
        let mut pace = Pace::new(50);
        let mut came = 0;
        for look in 0..1_000 {
            let allowed = pace.allowed(Duration::from_millis(7 * look));
            pace.take(usize::try_from(allowed).unwrap());
            came += allowed;
        }
        // Seven seconds, and what rounding leaves.
        assert!((300..=50 * 8).contains(&came), "{came}");
    }

    #[test]
    fn a_long_rest_allows_one_seconds_worth() {
        let mut pace = Pace::new(50);
        pace.take(50);
        assert_eq!(pace.allowed(Duration::from_secs(3_600)), 50);
    }
}
