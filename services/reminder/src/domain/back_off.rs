//! How long what failed is left alone, so that it does not hold up the rest.

/// How long after a first failure; doubled after each further one. Microseconds.
const FIRST: i64 = 1_000_000;
/// The longest. Microseconds.
const LONGEST: i64 = 3_600_000_000;

/// How long after the failure of this number, from 1. Microseconds.
pub fn pause(failures: i64) -> i64 {
    let doublings = failures.saturating_sub(1).clamp(0, 31);
    FIRST.saturating_mul(1 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_grows_to_an_hour_and_no_further() {
        let pauses: Vec<_> = [-1, 0, 1, 2, 3, 12, 13, i64::MAX].map(|failures| pause(failures) / FIRST).into();
        assert_eq!(pauses, [1, 1, 1, 2, 4, 2_048, 3_600, 3_600]);
    }
}
