//! A service case as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::interaction::v1 as wire;
use conventions::{etag, time};

use crate::domain::activity::Activity;
use crate::domain::service_case::ServiceCase;
use crate::rpc::encode;

/// The service case on the wire, for a caller who may read `classes`.
pub(super) fn service_case(activity: &Activity<ServiceCase>, classes: ClassSet) -> wire::ServiceCase {
    let (facts, own, handling) = (&activity.facts, &activity.facts.own, &activity.facts.own.handling);
    let mut sent = wire::ServiceCase {
        service_case_id: activity.id.to_string(),
        customer: facts.customer.to_string(),
        channel: encode::channel(own.channel).into(),
        case_time: Some(time::to_timestamp(facts.occur_time)),
        product: own.product.clone(),
        priority: encode::priority(handling.priority).into(),
        due_time: handling.due_time.map(time::to_timestamp),
        assignee: encode::id(handling.assignee),
        handling_state: encode::handling_state(handling.state).into(),
        resolve_time: handling.resolve_time.map(time::to_timestamp),
        close_time: handling.close_time.map(time::to_timestamp),
        author: encode::id(facts.author),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(activity.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: encode::state(facts.state).into(),
        revision: activity.revision,
        etag: etag::of_revision(activity.revision),
        masked_classes: encode::masked(&[DataClass::Note], classes),
        ..wire::ServiceCase::default()
    };
    if let Some(personal) = &activity.personal {
        let note = |text: &str| mask::shown(text, DataClass::Note, classes).into_owned();
        sent.question = note(&personal.question);
        sent.solution = note(&personal.solution);
    }
    sent
}
