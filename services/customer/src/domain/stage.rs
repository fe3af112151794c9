//! The pipeline: the stages of a customer, and which leads where.

use super::vocabulary::{LOSS_REASONS, Term, UnknownTerm, Vocabulary};

/// The stage of a customer that is created without one.
pub const FIRST: &str = "potential";
/// The stage that needs a reason.
pub const LOST: &str = "lost";

/// The stages, in the order of the pipeline.
pub const STAGES: Vocabulary = Vocabulary(&[
    Term { code: "potential", chinese: "潜在客户", english: "Potential" },
    Term { code: "intent", chinese: "意向客户", english: "Intent" },
    Term { code: "customer", chinese: "成交客户", english: "Customer" },
    Term { code: "lost", chinese: "流失客户", english: "Lost" },
]);

/// Why a stage cannot be changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// There is no such stage.
    UnknownStage(UnknownTerm),
    /// The pipeline does not lead there.
    NotReachable {
        /// Where it leads.
        reachable: &'static [&'static str],
    },
    /// A customer is lost for a reason.
    ReasonMissing,
    /// There is no such reason.
    UnknownReason(UnknownTerm),
}

/// Where the pipeline leads from a stage.
fn reachable(from: &str) -> &'static [&'static str] {
    match from {
        "potential" => &["intent", "customer", "lost"],
        "intent" => &["potential", "customer", "lost"],
        "customer" => &["intent", "lost"],
        "lost" => &["potential", "intent", "customer"],
        _ => &[],
    }
}

/// A step in the pipeline that is allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Step {
    /// The stage that is entered.
    pub stage: &'static str,
    /// The reason, where one is given.
    pub reason: Option<&'static str>,
}

impl Step {
    /// The step from one stage to another, for a reason (empty for none).
    pub fn new(from: &str, to: &str, reason: &str) -> Result<Self, Error> {
        let stage = STAGES.find(to).map_err(Error::UnknownStage)?;
        if !reachable(from).contains(&stage) {
            return Err(Error::NotReachable { reachable: reachable(from) });
        }
        let reason = match reason {
            "" if stage == LOST => return Err(Error::ReasonMissing),
            "" => None,
            given => Some(LOSS_REASONS.find(given).map_err(Error::UnknownReason)?),
        };
        Ok(Self { stage, reason })
    }
}
