//! How long a call may take.

use std::pin::Pin;
use std::time::Duration;

use conventions::problem::Problem;
use http::{HeaderMap, HeaderValue};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::method::Method;
use crate::{ServerSettings, refusal};

/// Where a caller says how long it waits.
const HEADER: &str = "grpc-timeout";

/// The digits that gRPC allows in a timeout.
const DIGITS: usize = 8;

/// When a call's time is over; handlers find it as a request extension. A stream has none unless its caller set one.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// When it is; none is never.
    pub fn at(self) -> Option<Instant> {
        self.0
    }

    /// How long the call may still take, for what it asks of others and of the database. `None` is for ever.
    pub fn remaining(self) -> Option<Duration> {
        self.0.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// A unary call's deadline is its caller's, at most the maximum, or the default. A stream's is its caller's.
    pub(crate) fn of(headers: &HeaderMap, method: &Method, settings: &ServerSettings) -> Result<Self, Problem> {
        let asked = match headers.get(HEADER) {
            Some(header) => Some(parse(header).ok_or_else(refusal::malformed_deadline)?),
            None => None,
        };
        let allowed = if method.is_stream {
            asked
        } else {
            Some(asked.unwrap_or(settings.default_deadline).min(settings.maximum_deadline))
        };
        Ok(Self(allowed.and_then(|time| Instant::now().checked_add(time))))
    }

    /// What `call` answers, if it does in time. Otherwise it is dropped.
    pub(crate) async fn bound<T>(self, call: impl Future<Output = T>) -> Result<T, Problem> {
        match self.0 {
            // A call that comes too late must not begin: `timeout_at` would let it run to its first await.
            Some(at) if at <= Instant::now() => Err(refusal::deadline_exceeded()),
            Some(at) => timeout_at(at, call).await.map_err(|_| refusal::deadline_exceeded()),
            None => Ok(call.await),
        }
    }

    /// Passes at the deadline, if there is one.
    pub(crate) fn passing(self) -> Option<Pin<Box<Sleep>>> {
        self.0.map(|at| Box::pin(sleep_until(at)))
    }
}

/// A timeout of gRPC: up to eight digits and a unit.
fn parse(header: &HeaderValue) -> Option<Duration> {
    let (unit, digits) = header.as_bytes().split_last()?;
    if digits.len() > DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let count: u32 = str::from_utf8(digits).ok()?.parse().ok()?;
    let unit = match unit {
        b'H' => Duration::from_secs(3_600),
        b'M' => Duration::from_secs(60),
        b'S' => Duration::from_secs(1),
        b'm' => Duration::from_millis(1),
        b'u' => Duration::from_micros(1),
        b'n' => Duration::from_nanos(1),
        _ => return None,
    };
    unit.checked_mul(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_of_grpc_is_read() {
        let read = |text| parse(&HeaderValue::from_static(text));
        assert_eq!(read("2H"), Some(Duration::from_secs(7_200)));
        assert_eq!(read("3M"), Some(Duration::from_secs(180)));
        assert_eq!(read("0S"), Some(Duration::ZERO));
        assert_eq!(read("500m"), Some(Duration::from_millis(500)));
        assert_eq!(read("99999999u"), Some(Duration::from_micros(99_999_999)));
        assert_eq!(read("7n"), Some(Duration::from_nanos(7)));
        assert!(read("99999999H").is_some());
    }

    #[test]
    fn what_is_no_timeout_is_not_taken_for_one() {
        for text in ["", "S", "5", "5s", "-5S", "+5S", "5.0S", "5 S", "123456789S", "5SS"] {
            assert_eq!(parse(&HeaderValue::from_static(text)), None, "{text}");
        }
    }
}
