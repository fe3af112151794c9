//! A customer as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::customer::v1 as wire;
use contracts::options::v1::DataClass as WireClass;
use conventions::{etag, time};

use super::field_class::name_class;
use crate::domain::address::{AddressKind, Directions, Place};
use crate::domain::carried_tag::CarriedTag;
use crate::domain::custom_field::values;
use crate::domain::customer::{Customer, Kind, Personal, State};
use crate::rpc::custom_field::value::shown;
use crate::rpc::fields::sent_external_ids;
use crate::rpc::{contact_point, important_date};

/// The classes of a customer's fields.
const CLASSES: [(DataClass, WireClass); 4] = [
    (DataClass::Name, WireClass::Name),
    (DataClass::Contact, WireClass::Contact),
    (DataClass::Identity, WireClass::Identity),
    (DataClass::Note, WireClass::Note),
];

/// The customer on the wire, for a caller who may read `classes`.
pub(crate) fn customer(customer: &Customer, classes: ClassSet) -> wire::Customer {
    past_customer(customer, customer, classes)
}

/// As [`customer`], what the customer was who is `now`. A name is that of a person if it was then or is by now.
pub(crate) fn past_customer(customer: &Customer, now: &Customer, classes: ClassSet) -> wire::Customer {
    let facts = &customer.facts;
    let is_person = [facts.kind, now.facts.kind].into_iter().any(|kind| name_class(kind) == DataClass::Name);
    let names = if is_person { DataClass::Name } else { name_class(facts.kind) };
    let withheld = CLASSES
        .iter()
        .filter(|(class, _)| !classes.contains(*class) && (*class != DataClass::Name || names == DataClass::Name));
    let mut sent = wire::Customer {
        customer_id: customer.id.to_string(),
        customer_number: facts.number.to_string(),
        kind: kind(facts.kind).into(),
        stage: facts.stage.clone(),
        stage_time: Some(time::to_timestamp(facts.stage_time)),
        stage_reason: facts.stage_reason.clone().unwrap_or_default(),
        level: facts.level.clone().unwrap_or_default(),
        industry: facts.industry.clone().unwrap_or_default(),
        source: facts.source.clone().unwrap_or_default(),
        owner: facts.owner.map(|id| id.to_string()).unwrap_or_default(),
        team: facts.team.map(|id| id.to_string()).unwrap_or_default(),
        tags: tags(&facts.tags),
        first_contact_time: facts.first_contact_time.map(time::to_timestamp),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(customer.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: state(facts.state).into(),
        revision: customer.revision,
        etag: etag::of_revision(customer.revision),
        masked_classes: withheld.map(|(_, class)| (*class).into()).collect(),
        collaborators: facts.collaborators.iter().map(ToString::to_string).collect(),
        previous_owner: facts.previous_owner.map(|id| id.to_string()).unwrap_or_default(),
        release_time: facts.release_time.map(time::to_timestamp),
        ..wire::Customer::default()
    };
    for (id, (class, value)) in values(facts, customer.personal.as_ref()) {
        if !classes.contains(class) && !sent.masked_classes.contains(&wire_class(class).into()) {
            sent.masked_classes.push(wire_class(class).into());
        }
        if let Some(value) = shown(class, value, classes) {
            sent.custom_fields.insert(id.to_string(), value);
        }
    }
    let no_directions = Vec::new();
    let directions = customer.personal.as_ref().map_or(&no_directions, |personal| &personal.directions);
    sent.addresses = facts.places.iter().map(|place| address(place, directions, classes)).collect();
    if let Some(personal) = &customer.personal {
        add_personal(&mut sent, personal, names, classes);
    }
    sent
}

/// The class on the wire.
pub(crate) fn wire_class(class: DataClass) -> WireClass {
    match class {
        DataClass::Fact => WireClass::Fact,
        DataClass::Name => WireClass::Name,
        DataClass::Contact => WireClass::Contact,
        DataClass::Identity => WireClass::Identity,
        DataClass::Finance => WireClass::Finance,
        DataClass::Note => WireClass::Note,
        DataClass::File => WireClass::File,
    }
}

/// The tags, of those that are the same by now the first.
fn tags(carried: &[CarriedTag]) -> Vec<wire::CustomerTag> {
    let mut tags: Vec<wire::CustomerTag> = Vec::new();
    for tag in carried {
        let (code, addition) = (tag.code().to_string(), &tag.addition);
        if tags.iter().all(|other| other.code != code) {
            tags.push(wire::CustomerTag {
                code,
                add_time: Some(time::to_timestamp(addition.add_time)),
                added_by: addition.added_by.clone(),
                cause: Some(wire::Cause { kind: addition.cause_kind.clone(), id: addition.cause_id.to_string() }),
            });
        }
    }
    tags
}

fn add_personal(sent: &mut wire::Customer, personal: &Personal, names: DataClass, classes: ClassSet) {
    sent.registered_name = mask::shown(personal.registered_name.as_str(), names, classes).into_owned();
    if let Some(name) = &personal.short_name {
        sent.short_name = mask::shown(name.as_str(), names, classes).into_owned();
    }
    sent.contact_points =
        personal.contact_points.as_slice().iter().map(|point| contact_point::sent(point, classes)).collect();
    sent.remarks = mask::shown(&personal.remarks, DataClass::Note, classes).into_owned();
    if classes.contains(DataClass::Identity) {
        sent.external_ids = sent_external_ids(&personal.external_ids);
        sent.important_dates = personal.important_dates.iter().map(important_date::sent).collect();
    }
}

fn address(place: &Place, directions: &[Directions], classes: ClassSet) -> wire::Address {
    let way = directions.iter().find(|way| way.id == place.id);
    let shown = |text: Option<&String>| {
        text.map(|text| mask::shown(text, DataClass::Contact, classes).into_owned()).unwrap_or_default()
    };
    let kind = match place.kind {
        AddressKind::Registered => wire::AddressKind::Registered,
        AddressKind::Office => wire::AddressKind::Office,
        AddressKind::Delivery => wire::AddressKind::Delivery,
        AddressKind::Home => wire::AddressKind::Home,
        AddressKind::Other => wire::AddressKind::Other,
    };
    wire::Address {
        address_id: place.id.to_string(),
        kind: kind.into(),
        country: place.country.clone(),
        region_code: place.region.clone(),
        text: shown(way.map(|way| &way.text)),
        postal_code: shown(way.map(|way| &way.postal_code)),
    }
}

/// The kind on the wire.
pub(crate) fn kind(kind: Kind) -> wire::CustomerKind {
    match kind {
        Kind::Individual => wire::CustomerKind::Individual,
        Kind::Enterprise => wire::CustomerKind::Enterprise,
        Kind::Institution => wire::CustomerKind::Institution,
    }
}

fn state(state: State) -> wire::CustomerState {
    match state {
        State::Active => wire::CustomerState::Active,
        State::Archived => wire::CustomerState::Archived,
        State::Deleted => wire::CustomerState::Deleted,
        State::Erased => wire::CustomerState::Erased,
        State::Purged => wire::CustomerState::Purged,
    }
}
