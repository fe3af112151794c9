//! Feedback as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::interaction::v1 as wire;
use conventions::{etag, time};

use crate::domain::activity::Activity;
use crate::domain::feedback::Feedback;
use crate::rpc::encode;

/// The feedback on the wire, for a caller who may read `classes`.
pub(super) fn feedback(activity: &Activity<Feedback>, classes: ClassSet) -> wire::Feedback {
    let (facts, own) = (&activity.facts, &activity.facts.own);
    let mut sent = wire::Feedback {
        feedback_id: activity.id.to_string(),
        customer: facts.customer.to_string(),
        channel: encode::channel(own.channel).into(),
        feedback_time: Some(time::to_timestamp(facts.occur_time)),
        rating: own.rating.and_then(|rating| i32::try_from(rating).ok()).unwrap_or_default(),
        recommendation: own.recommendation.and_then(|answer| answer.try_into().ok()),
        author: encode::id(facts.author),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(activity.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: encode::state(facts.state).into(),
        revision: activity.revision,
        etag: etag::of_revision(activity.revision),
        masked_classes: encode::masked(&[DataClass::Note], classes),
        ..wire::Feedback::default()
    };
    if let Some(personal) = &activity.personal {
        let note = |text: &str| mask::shown(text, DataClass::Note, classes).into_owned();
        sent.comment = note(&personal.comment);
        sent.suggestion = note(&personal.suggestion);
    }
    sent
}
