//! What is wrong with a request: found by its annotations and by the checks of a service, answered at once.

use std::fmt::Display;

pub use contracts::validation::{Validate, Violation, Violations, Wording};

use crate::problem::{INTERNAL, Problem};

/// A broken rule that says itself, and the way out, in both languages: in English where it is displayed.
pub trait Bilingual: Display {
    /// What is displayed, in Chinese as written on the mainland.
    fn chinese(&self) -> String;
}

/// Ends the call with all violations, if there are any.
///
/// # Errors
/// INVALID_ARGUMENT with the reason `INVALID_FIELDS`.
pub fn require_none(violations: Violations) -> Result<(), Problem> {
    if violations.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(violations)) }
}

/// The value that was read, which is there unless there are violations.
///
/// # Errors
/// As in [`require_none`]; INTERNAL where neither is there, a fault of whoever read it.
pub fn require<T>(violations: Violations, value: Option<T>) -> Result<T, Problem> {
    require_none(violations)?;
    value.ok_or_else(|| {
        let message = Wording::new("a field was refused without a violation", "有字段被拒绝，但未说明原因");
        Problem::internal(INTERNAL, message)
    })
}
