//! Which customers must have a field.

use serde::{Deserialize, Serialize};

use crate::domain::customer::Kind;
use crate::domain::vocabulary::Code;

/// Which customers must have a field: those to whom any of these applies. Stored as JSON.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Requirement {
    /// All.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// Those in one of these stages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Code>,
    /// Those of one of these kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
}

/// What a requirement looks at.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// What the customer is; none while it is not known.
    pub kind: Option<Kind>,
    /// The code of its stage.
    pub stage: &'a str,
}

impl Requirement {
    /// Whether nobody must.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a customer in this standing must.
    pub fn applies(&self, standing: Standing<'_>) -> bool {
        self.always
            || self.stages.iter().any(|stage| stage.is(standing.stage))
            || standing.kind.is_some_and(|kind| self.kinds.contains(&kind))
    }
}
