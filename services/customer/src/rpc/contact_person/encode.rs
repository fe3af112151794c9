//! A contact person as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::customer::v1 as wire;
use contracts::options::v1::DataClass as WireClass;
use conventions::{etag, time};

use crate::domain::contact_person::{CompanyLink, ContactPerson, DecisionRole, Personal, State};
use crate::rpc::fields::sent_external_ids;
use crate::rpc::{contact_point, important_date};

/// The classes of a contact person's fields.
const CLASSES: [(DataClass, WireClass); 4] = [
    (DataClass::Name, WireClass::Name),
    (DataClass::Contact, WireClass::Contact),
    (DataClass::Identity, WireClass::Identity),
    (DataClass::Note, WireClass::Note),
];

/// The contact person on the wire, for a caller who may read `classes`.
pub(super) fn person(person: &ContactPerson, classes: ClassSet) -> wire::ContactPerson {
    let (facts, personal) = (&person.facts, person.personal.as_ref());
    let withheld = CLASSES.iter().filter(|(class, _)| !classes.contains(*class));
    let mut sent = wire::ContactPerson {
        contact_person_id: person.id.to_string(),
        companies: facts.companies.iter().map(|link| company(link, personal, classes)).collect(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(person.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: state(facts.state).into(),
        revision: person.revision,
        etag: etag::of_revision(person.revision),
        masked_classes: withheld.map(|(_, class)| (*class).into()).collect(),
        ..wire::ContactPerson::default()
    };
    if let Some(personal) = personal {
        sent.name = mask::shown(personal.name.as_str(), DataClass::Name, classes).into_owned();
        sent.salutation = mask::shown(personal.salutation.as_str(), DataClass::Name, classes).into_owned();
        let points = personal.contact_points().iter();
        sent.contact_points = points.map(|point| contact_point::sent(point, classes)).collect();
        if classes.contains(DataClass::Identity) {
            sent.external_ids = sent_external_ids(&personal.external_ids);
            sent.important_dates = personal.important_dates.iter().map(important_date::sent).collect();
        }
        sent.remarks = mask::shown(&personal.remarks, DataClass::Note, classes).into_owned();
    }
    sent
}

fn company(link: &CompanyLink, personal: Option<&Personal>, classes: ClassSet) -> wire::CompanyLink {
    let title = personal.map(|personal| personal.title(link.customer)).unwrap_or_default();
    wire::CompanyLink {
        customer: link.customer.to_string(),
        title: mask::shown(title, DataClass::Name, classes).into_owned(),
        role: role(link.role).into(),
        primary: link.primary,
        since: link.period.since.map(time::to_date),
        until: link.period.until.map(time::to_date),
    }
}

/// The part that a person plays.
pub(crate) fn role(role: Option<DecisionRole>) -> wire::DecisionRole {
    match role {
        None => wire::DecisionRole::Unspecified,
        Some(DecisionRole::DecisionMaker) => wire::DecisionRole::DecisionMaker,
        Some(DecisionRole::Influencer) => wire::DecisionRole::Influencer,
        Some(DecisionRole::Evaluator) => wire::DecisionRole::Evaluator,
        Some(DecisionRole::User) => wire::DecisionRole::User,
        Some(DecisionRole::Buyer) => wire::DecisionRole::Buyer,
        Some(DecisionRole::Gatekeeper) => wire::DecisionRole::Gatekeeper,
        Some(DecisionRole::Champion) => wire::DecisionRole::Champion,
        Some(DecisionRole::Opponent) => wire::DecisionRole::Opponent,
        Some(DecisionRole::Other) => wire::DecisionRole::Other,
    }
}

fn state(state: State) -> wire::ContactPersonState {
    match state {
        State::Active => wire::ContactPersonState::Active,
        State::Deleted => wire::ContactPersonState::Deleted,
        State::Erased => wire::ContactPersonState::Erased,
    }
}
