//! Checks a message against the annotations of its fields.
//!
//! The build generates a [`Validate`] for every message of the contract from its `buf.validate` options; services
//! add what an annotation cannot say to the same [`Violations`].

mod rules;
mod violations;

pub use violations::{MAX_LISTED_VIOLATIONS, Violation, Violations, Wording};

/// A message that knows the rules of its fields.
pub trait Validate {
    /// Adds every broken rule, with the path of its field from here on.
    fn validate(&self, violations: &mut Violations);
}

#[allow(unreachable_patterns, unused_variables, clippy::all)]
mod generated {
    use super::{Validate, Violations, rules};

    include!(concat!(env!("OUT_DIR"), "/validation.rs"));
}
