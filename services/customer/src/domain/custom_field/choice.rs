//! The choices of a list.

use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::{Code, Names};

/// One choice of a list. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Choice {
    /// What is stored in records.
    pub code: Code,
    /// What people call it.
    pub names: Names,
    /// Whether it is no longer offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

impl Choice {
    /// Whether a text is its code or a name of it, in any case.
    pub fn is(&self, text: &str) -> bool {
        self.code.is(text) || self.names.iter().any(|(_, name)| name.to_lowercase() == text.to_lowercase())
    }
}
