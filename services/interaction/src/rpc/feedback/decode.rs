//! Feedback as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::interaction::v1 as wire;
use conventions::fields::{Fields, refuse, text};
use conventions::violations::Violations;

use crate::domain::feedback::{Facts, Feedback, Personal, RATINGS, says_something};
use crate::rpc::decode::{MAX_TEXT_CHARS, channel, occurred};
use crate::rpc::draft::{Before, Draft};

/// Reads feedback that is made, or corrected.
pub(super) fn feedback(
    sent: &wire::Feedback,
    before: Before<'_, Feedback>,
    now: Instant,
    violations: &mut Violations,
) -> Option<Draft<Feedback>> {
    let mut fields = Fields { update: before, violations };
    let time = fields.read("feedback_time", |(time, ..)| *time, |v| occurred(sent.feedback_time.as_ref(), now, v));
    let channel = fields.read("channel", |(_, facts, _)| facts.channel, |v| channel(sent.channel, v));
    // The annotations of both numbers say how much they are at most.
    let rating = || Some(i64::from(sent.rating)).filter(|rating| RATINGS.contains(rating));
    let rating = fields.read("rating", |(_, facts, _)| facts.rating, |_| Some(rating()));
    let recommendation = fields.read(
        "recommendation",
        |(_, facts, _)| facts.recommendation,
        |_| Some(sent.recommendation.map(i64::from)),
    );
    let comment = fields.read("comment", |(.., p)| p.comment.clone(), |v| text(&sent.comment, MAX_TEXT_CHARS, v));
    let suggestion =
        fields.read("suggestion", |(.., p)| p.suggestion.clone(), |v| text(&sent.suggestion, MAX_TEXT_CHARS, v));
    let facts = Facts { channel: channel?, rating: rating?, recommendation: recommendation? };
    let personal = Personal { comment: comment?, suggestion: suggestion? };
    if let Err(error) = says_something(&facts, &personal) {
        violations.field("rating", |violations| refuse(violations, error));
    }
    Some((time?, facts, personal))
}
