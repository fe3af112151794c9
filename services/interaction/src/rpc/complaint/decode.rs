//! A complaint as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::interaction::v1 as wire;
use conventions::fields::{Fields, text};
use conventions::violations::Violations;

use crate::domain::complaint::{Complaint, Facts, Personal};
use crate::rpc::decode::{MAX_TEXT_CHARS, channel, occurred, required_text};
use crate::rpc::draft::{Before, Draft};
use crate::rpc::handling::{self, require_outcome};

/// The longest subject, in characters.
const MAX_SUBJECT_CHARS: usize = 200;

/// Reads a complaint that is made, or corrected.
pub(super) fn complaint(
    sent: &wire::Complaint,
    before: Before<'_, Complaint>,
    now: Instant,
    violations: &mut Violations,
) -> Option<Draft<Complaint>> {
    let handled =
        handling::Sent { priority: sent.priority, due_time: sent.due_time.as_ref(), assignee: &sent.assignee };
    let handling = handling::read::<Complaint>(&handled, before, violations);
    let mut fields = Fields { update: before, violations };
    let time = fields.read("complaint_time", |(time, ..)| *time, |v| occurred(sent.complaint_time.as_ref(), now, v));
    let channel = fields.read("channel", |(_, facts, _)| facts.channel, |v| channel(sent.channel, v));
    let subject =
        fields.read("subject", |(.., p)| p.subject.clone(), |v| required_text(&sent.subject, MAX_SUBJECT_CHARS, v));
    let description =
        fields.read("description", |(.., p)| p.description.clone(), |v| text(&sent.description, MAX_TEXT_CHARS, v));
    let resolution =
        fields.read("resolution", |(.., p)| p.resolution.clone(), |v| text(&sent.resolution, MAX_TEXT_CHARS, v));
    let facts = Facts { channel: channel?, handling: handling? };
    let personal = Personal { subject: subject?, description: description?, resolution: resolution? };
    let draft = (time?, facts, personal);
    require_outcome::<Complaint>(&draft, violations);
    Some(draft)
}
