//! An interaction as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::participant::Who;
use conventions::{etag, time};

use crate::domain::activity::Activity;
use crate::domain::interaction::Interaction;
use crate::rpc::encode;

/// The classes of an interaction's fields beside facts.
const CLASSES: [DataClass; 2] = [DataClass::Name, DataClass::Note];

/// The interaction on the wire, for a caller who may read `classes`.
pub(super) fn interaction(activity: &Activity<Interaction>, classes: ClassSet) -> wire::Interaction {
    let (facts, own) = (&activity.facts, &activity.facts.own);
    let participant = |who| wire::Participant { who: Some(who) };
    let staff = own.staff.iter().map(|id| participant(Who::StaffId(id.to_string())));
    let persons = own.contact_persons.iter().map(|id| participant(Who::ContactPersonId(id.to_string())));
    let mut sent = wire::Interaction {
        interaction_id: activity.id.to_string(),
        customer: facts.customer.to_string(),
        channel: encode::channel(own.channel).into(),
        direction: encode::direction(own.direction).into(),
        start_time: Some(time::to_timestamp(facts.occur_time)),
        length: own.length.map(encode::duration),
        participants: staff.chain(persons).collect(),
        next_step_time: own.next_step_time.map(time::to_timestamp),
        author: facts.author.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(activity.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: encode::state(facts.state).into(),
        revision: activity.revision,
        etag: etag::of_revision(activity.revision),
        masked_classes: encode::masked(&CLASSES, classes),
        ..wire::Interaction::default()
    };
    if let Some(personal) = &activity.personal {
        let name = |name: &String| participant(Who::Name(mask::shown(name, DataClass::Name, classes).into_owned()));
        let note = |text: &str| mask::shown(text, DataClass::Note, classes).into_owned();
        sent.participants.extend(personal.names.iter().map(name));
        sent.key_points = note(&personal.key_points);
        sent.feedback = note(&personal.feedback);
        sent.next_step = note(&personal.next_step);
    }
    sent
}
