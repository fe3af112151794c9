//! What is wrong with a request: found by its annotations and by the checks of a service, answered at once.

pub use contracts::validation::{Validate, Violation, Violations, Wording};

use crate::problem::Problem;

/// Ends the call with all violations, if there are any.
///
/// # Errors
/// INVALID_ARGUMENT with the reason `INVALID_FIELDS`.
pub fn require_none(violations: Violations) -> Result<(), Problem> {
    if violations.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(violations)) }
}
