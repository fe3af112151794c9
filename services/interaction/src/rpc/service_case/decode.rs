//! A service case as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::interaction::v1 as wire;
use conventions::fields::{Fields, text};
use conventions::violations::Violations;

use crate::domain::service_case::{Facts, Personal, ServiceCase};
use crate::rpc::decode::{MAX_TEXT_CHARS, channel, occurred, required_text};
use crate::rpc::draft::{Before, Draft};
use crate::rpc::handling::{self, require_outcome};

/// The longest name of a product, in characters.
const MAX_PRODUCT_CHARS: usize = 200;

/// Reads a service case that is made, or corrected.
pub(super) fn service_case(
    sent: &wire::ServiceCase,
    before: Before<'_, ServiceCase>,
    now: Instant,
    violations: &mut Violations,
) -> Option<Draft<ServiceCase>> {
    let handled =
        handling::Sent { priority: sent.priority, due_time: sent.due_time.as_ref(), assignee: &sent.assignee };
    let handling = handling::read::<ServiceCase>(&handled, before, violations);
    let mut fields = Fields { update: before, violations };
    let time = fields.read("case_time", |(time, ..)| *time, |v| occurred(sent.case_time.as_ref(), now, v));
    let channel = fields.read("channel", |(_, facts, _)| facts.channel, |v| channel(sent.channel, v));
    let product =
        fields.read("product", |(_, facts, _)| facts.product.clone(), |v| text(&sent.product, MAX_PRODUCT_CHARS, v));
    let question =
        fields.read("question", |(.., p)| p.question.clone(), |v| required_text(&sent.question, MAX_TEXT_CHARS, v));
    let solution = fields.read("solution", |(.., p)| p.solution.clone(), |v| text(&sent.solution, MAX_TEXT_CHARS, v));
    let facts = Facts { channel: channel?, product: product?, handling: handling? };
    let personal = Personal { question: question?, solution: solution? };
    let draft = (time?, facts, personal);
    require_outcome::<ServiceCase>(&draft, violations);
    Some(draft)
}
