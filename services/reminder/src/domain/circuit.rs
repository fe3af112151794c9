//! Whether an endpoint is spared: it took nothing lately, so it is asked seldom until it is back.

use clock::Instant;

/// How many attempts are looked at.
pub const LOOKED_AT: u64 = 20;
/// How many failures in a row it takes.
const FAILURES: usize = 5;
/// How long it rests after so many, in microseconds; doubled with each further one.
const FIRST_REST: i64 = 30_000_000;
/// The longest rest, in microseconds: an hour.
const LONGEST_REST: i64 = 3_600_000_000;

/// How the last attempt of a delivery to an endpoint ended.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// When it was made.
    pub time: Instant,
    /// Whether the endpoint took it.
    pub taken: bool,
}

/// How an endpoint is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Circuit {
    /// As usual.
    Closed,
    /// It rested: one attempt tells whether it is back.
    HalfOpen,
    /// Not at all until then.
    Open(Instant),
}

impl Circuit {
    /// The circuit of an endpoint after its last attempts, newest first.
    pub fn after(attempts: &[Attempt], now: Instant) -> Self {
        let failures = attempts.iter().take_while(|attempt| !attempt.taken).count();
        let Some(last) = attempts.first().filter(|_| failures >= FAILURES) else { return Self::Closed };
        let doublings = u32::try_from(failures - FAILURES).unwrap_or(u32::MAX);
        let rest = FIRST_REST.checked_shl(doublings).unwrap_or(LONGEST_REST).min(LONGEST_REST);
        let end = last.time.plus_micros(rest);
        if now < end { Self::Open(end) } else { Self::HalfOpen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn circuit(failures: usize, seconds_later: i64) -> Circuit {
        let mut attempts = vec![Attempt { time: Instant::default(), taken: false }; failures];
        attempts.push(Attempt { time: Instant::default(), taken: true });
        Circuit::after(&attempts, Instant::default().plus_micros(seconds_later * SECOND))
    }

    #[test]
    fn five_failures_in_a_row_let_it_rest_and_each_further_one_twice_as_long() {
        assert_eq!(circuit(4, 0), Circuit::Closed);
        for (failures, rest) in [(5, 30), (6, 60), (7, 120), (11, 1_920), (12, 3_600), (20, 3_600)] {
            let end = Instant::default().plus_micros(rest * SECOND);
            assert_eq!(circuit(failures, rest - 1), Circuit::Open(end), "{failures}");
            assert_eq!(circuit(failures, rest), Circuit::HalfOpen, "{failures}");
        }
    }

    #[test]
    fn one_success_ends_it() {
        let failed = Attempt { time: Instant::default(), taken: false };
        let mut attempts = vec![Attempt { taken: true, ..failed }];
        attempts.extend([failed; 19]);
        assert_eq!(Circuit::after(&attempts, Instant::default()), Circuit::Closed);
        assert_eq!(Circuit::after(&[], Instant::default()), Circuit::Closed);
    }
}
