//! Whether the caller saw the present revision.

use conventions::fields::seen;
use conventions::violations::{Violations, require_none};

use crate::Error;

/// Refuses when the caller saw another revision than the present one; an empty etag is not compared.
///
/// # Errors
/// [`Error::EtagMismatch`]; [`Error::Problem`] when the text in the field `etag` is no etag.
pub fn compare<O>(sent: &str, present: i64) -> Result<(), Error<O>> {
    let mut violations = Violations::default();
    let seen = violations.field("etag", |violations| seen(sent, violations));
    require_none(violations)?;
    compare_revision(seen, present)
}

/// As [`compare`], of an etag that was read.
///
/// # Errors
/// [`Error::EtagMismatch`].
pub fn compare_revision<O>(seen: Option<i64>, present: i64) -> Result<(), Error<O>> {
    match seen {
        Some(seen) if seen != present => Err(Error::EtagMismatch { present }),
        _ => Ok(()),
    }
}
