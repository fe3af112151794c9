//! A customer as it was sent, read field by field into values that cannot be wrong; every violation is noted.

mod address;
pub(crate) mod custom_field;

use std::collections::BTreeMap;

use clock::{Clock, Instant};
use contracts::customer::v1::{Customer, CustomerKind, CustomerTag};
use conventions::time;
use conventions::violations::{Bilingual, Violations};
use custom_field::FieldChange;
use uuid::Uuid;

use super::tags::offered;
use crate::domain::address::{Directions, MAX_ADDRESSES, Place};
use crate::domain::carried_tag::{self, Addition, CarriedTag, MAX_TAGS};
use crate::domain::contact_point::{ContactPoints, Strictness};
use crate::domain::custom_field::CustomFields;
use crate::domain::customer::{Facts, Kind, Personal, State};
use crate::domain::external_id::ExternalId;
use crate::domain::important_date::ImportantDate;
use crate::domain::name::Name;
use crate::domain::number::CustomerNumber;
use crate::domain::required_field::RequiredField;
use crate::domain::stage::Step;
use crate::domain::tenant::Tenant;
use crate::domain::vocabulary::{Vocabularies, Vocabulary};
use crate::error::Error;
use crate::rpc::fields::{
    Elements, external_ids, refuse_more, remarks, with_more_contact_points, with_more_dates, with_more_external_ids,
};
use crate::rpc::{contact_point, important_date};
use conventions::fields::ok;
pub(crate) use conventions::fields::refuse;

/// What reading depends on.
pub(crate) struct Reading<'a> {
    /// The tenant, whose region reads what has no country.
    pub tenant: &'a Tenant,
    /// The words of the tenant.
    pub vocabularies: &'a Vocabularies,
    /// The fields of the tenant's own.
    pub custom_fields: &'a CustomFields,
    /// Whether what breaks the rules of contact points is refused or kept.
    pub strictness: Strictness,
    /// Who adds tags, when and why.
    pub addition: &'a Addition,
    /// Makes the ids of new elements.
    pub clock: &'a Clock,
    /// What the record said before, whose elements keep their ids, and which keeps words that are no longer offered.
    pub before: Option<(&'a Facts, &'a Personal)>,
}

/// The fields that were given; a field is none when it was not to be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub kind: Option<Kind>,
    pub registered_name: Option<Name>,
    pub short_name: Option<Option<Name>>,
    pub level: Option<Option<String>>,
    pub industry: Option<Option<String>>,
    pub source: Option<Option<String>>,
    pub owner: Option<Option<Uuid>>,
    pub tags: Option<Vec<CarriedTag>>,
    pub contact_points: Option<ContactPoints>,
    pub addresses: Option<(Vec<Place>, Vec<Directions>)>,
    pub external_ids: Option<Vec<ExternalId>>,
    pub important_dates: Option<Vec<ImportantDate>>,
    pub remarks: Option<String>,
    pub first_contact_time: Option<Option<Instant>>,
    pub custom_fields: Vec<FieldChange>,
}

impl Given {
    /// Reads the fields that `takes` names.
    pub(crate) fn read(
        sent: &Customer,
        takes: impl Fn(&str) -> bool,
        reading: &Reading<'_>,
        violations: &mut Violations,
    ) -> Self {
        let mut given = Self::default();
        let Reading { strictness, clock, .. } = *reading;
        let elements = Elements { region: reading.tenant.region, strictness, clock };
        let said = reading.before.map(|(_, personal)| personal);
        let points = said.map(|said| said.contact_points.as_slice()).unwrap_or_default();
        let dates = said.map(|said| said.important_dates.as_slice()).unwrap_or_default();
        let mut field = |name: &'static str, read: &mut dyn FnMut(&mut Violations)| {
            if takes(name) {
                violations.field(name, read);
            }
        };
        field("kind", &mut |v| given.kind = kind(sent, v));
        field("registered_name", &mut |v| given.registered_name = ok(Name::parse(&sent.registered_name), v));
        field("short_name", &mut |v| given.short_name = optional(&sent.short_name, v, Name::parse));
        let facts = reading.before.map(|(facts, _)| facts);
        let term = |text: &str, vocabulary, before: Option<&String>, violations: &mut Violations| {
            term(text, reading.vocabularies, vocabulary, before, violations)
        };
        field("level", &mut |v| {
            given.level = term(&sent.level, Vocabulary::Level, facts.and_then(|facts| facts.level.as_ref()), v);
        });
        field("industry", &mut |v| {
            given.industry =
                term(&sent.industry, Vocabulary::Industry, facts.and_then(|facts| facts.industry.as_ref()), v);
        });
        field("source", &mut |v| {
            given.source = term(&sent.source, Vocabulary::Source, facts.and_then(|facts| facts.source.as_ref()), v);
        });
        field("tags", &mut |v| given.tags = tags(&sent.tags, reading, v));
        field("owner", &mut |v| given.owner = owner(&sent.owner, v));
        field("contact_points", &mut |v| {
            given.contact_points = contact_point::read(&sent.contact_points, points, elements, v);
        });
        field("addresses", &mut |v| given.addresses = address::read(&sent.addresses, reading, v));
        field("external_ids", &mut |v| given.external_ids = external_ids(&sent.external_ids, v));
        field("important_dates", &mut |v| {
            given.important_dates = important_date::read(&sent.important_dates, dates, elements, v)
        });
        field("remarks", &mut |v| given.remarks = remarks(&sent.remarks, v));
        field("first_contact_time", &mut |v| given.first_contact_time = instant(sent.first_contact_time.as_ref(), v));
        given.custom_fields =
            violations.field("custom_fields", |violations| custom_field::read(sent, takes, reading, violations));
        given
    }

    /// Whether a new record would have a field; the owner is decided elsewhere.
    pub(crate) fn has(&self, field: RequiredField) -> bool {
        fn is_given<T>(field: &Option<Option<T>>) -> bool {
            matches!(field, Some(Some(_)))
        }
        match field {
            RequiredField::ShortName => is_given(&self.short_name),
            RequiredField::Level => is_given(&self.level),
            RequiredField::Industry => is_given(&self.industry),
            RequiredField::Source => is_given(&self.source),
            RequiredField::Owner => is_given(&self.owner),
            RequiredField::Addresses => self.addresses.as_ref().is_some_and(|(places, _)| !places.is_empty()),
            RequiredField::ExternalIds => self.external_ids.as_ref().is_some_and(|ids| !ids.is_empty()),
            RequiredField::ImportantDates => self.important_dates.as_ref().is_some_and(|dates| !dates.is_empty()),
            RequiredField::Remarks => self.remarks.as_ref().is_some_and(|remarks| !remarks.is_empty()),
            RequiredField::FirstContactTime => is_given(&self.first_contact_time),
            RequiredField::Tags => self.tags.as_ref().is_some_and(|tags| !tags.is_empty()),
        }
    }

    /// The two parts of a new record.
    pub(crate) fn into_new(
        self,
        number: CustomerNumber,
        step: Step,
        (owner, team): (Option<Uuid>, Option<Uuid>),
        now: Instant,
    ) -> Result<(Facts, Personal), Error> {
        let missing = || Error::Internal("a required field is neither there nor a violation");
        let (places, directions) = self.addresses.unwrap_or_default();
        let mut facts = Facts {
            number,
            kind: self.kind.ok_or_else(missing)?,
            state: State::Active,
            stage: step.stage,
            stage_time: now,
            stage_reason: step.reason,
            level: self.level.flatten(),
            industry: self.industry.flatten(),
            source: self.source.flatten(),
            owner,
            team,
            places,
            tags: self.tags.unwrap_or_default(),
            first_contact_time: self.first_contact_time.flatten(),
            create_time: now,
            delete_time: None,
            collaborators: Vec::new(),
            previous_owner: None,
            release_time: None,
            custom_fields: BTreeMap::new(),
            important_date_count: 0,
        };
        let mut personal = Personal {
            registered_name: self.registered_name.ok_or_else(missing)?,
            short_name: self.short_name.flatten(),
            contact_points: self.contact_points.ok_or_else(missing)?,
            directions,
            external_ids: self.external_ids.unwrap_or_default(),
            important_dates: self.important_dates.unwrap_or_default(),
            remarks: self.remarks.unwrap_or_default(),
            personal_fields: BTreeMap::new(),
            note: String::new(),
        };
        custom_field::apply(self.custom_fields, &mut facts, &mut personal);
        Ok((facts, personal))
    }

    /// The given fields, whose lists are added to those that the record has: what an import does not mention stays.
    pub(crate) fn added_to(mut self, facts: &Facts, personal: &Personal, violations: &mut Violations) -> Self {
        self.contact_points =
            self.contact_points.map(|more| with_more_contact_points(&personal.contact_points, more, violations));
        self.tags = self.tags.map(|more| {
            let is_new = |tag: &CarriedTag| facts.tags.iter().all(|known| known.code() != tag.code());
            let mut all = facts.tags.clone();
            all.extend(more.into_iter().filter(is_new));
            refuse_more("tags", all.len(), MAX_TAGS, violations);
            all
        });
        self.external_ids =
            self.external_ids.map(|more| with_more_external_ids(&personal.external_ids, more, violations));
        self.important_dates =
            self.important_dates.map(|more| with_more_dates(&personal.important_dates, more, violations));
        self.addresses = self.addresses.map(|(places, directions)| {
            let (mut all_places, mut all_directions) = (facts.places.clone(), personal.directions.clone());
            for (place, way) in places.into_iter().zip(directions) {
                if facts.places.iter().all(|known| known.id != place.id) {
                    all_places.push(place);
                    all_directions.push(way);
                }
            }
            refuse_more("addresses", all_places.len(), MAX_ADDRESSES, violations);
            (all_places, all_directions)
        });
        self
    }

    /// The record's two parts, with the given fields in the place of what they said.
    pub(crate) fn onto(self, mut facts: Facts, mut personal: Personal) -> (Facts, Personal) {
        fn set<T>(field: &mut T, given: Option<T>) {
            if let Some(given) = given {
                *field = given;
            }
        }
        if let Some((places, directions)) = self.addresses {
            facts.places = places;
            personal.directions = directions;
        }
        set(&mut facts.kind, self.kind);
        set(&mut facts.level, self.level);
        set(&mut facts.industry, self.industry);
        set(&mut facts.source, self.source);
        set(&mut facts.owner, self.owner);
        set(&mut facts.tags, self.tags);
        set(&mut facts.first_contact_time, self.first_contact_time);
        set(&mut personal.registered_name, self.registered_name);
        set(&mut personal.short_name, self.short_name);
        set(&mut personal.contact_points, self.contact_points);
        set(&mut personal.external_ids, self.external_ids);
        set(&mut personal.important_dates, self.important_dates);
        set(&mut personal.remarks, self.remarks);
        custom_field::apply(self.custom_fields, &mut facts, &mut personal);
        personal.note.clear();
        (facts, personal)
    }
}

/// A field that may be empty.
fn optional<T, E: Bilingual>(
    text: &str,
    violations: &mut Violations,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Option<T>> {
    if text.trim().is_empty() { Some(None) } else { ok(parse(text), violations).map(Some) }
}

/// The code of a word that is offered, or that the record has already.
fn term(
    text: &str,
    vocabularies: &Vocabularies,
    vocabulary: Vocabulary,
    before: Option<&String>,
    violations: &mut Violations,
) -> Option<Option<String>> {
    optional(text, violations, |text| match before {
        Some(before) if before == text => Ok(before.clone()),
        _ => vocabularies.find(vocabulary, text).map(|term| term.facts.code.to_string()),
    })
}

/// The tags that were sent; one that the record carries stays as it is, offered or not.
fn tags(sent: &[CustomerTag], reading: &Reading<'_>, violations: &mut Violations) -> Option<Vec<CarriedTag>> {
    let before = reading.before.map(|(facts, _)| facts.tags.as_slice()).unwrap_or_default();
    let codes = sent.iter().enumerate().map(|(index, sent)| {
        violations.item(index, |violations| {
            violations.field("code", |violations| match before.iter().find(|tag| tag.code().is(sent.code.trim())) {
                Some(carried) => Some(carried.code().clone()),
                None => offered(&sent.code, reading.vocabularies, violations),
            })
        })
    });
    let codes: Vec<_> = codes.collect();
    let codes: Vec<_> = codes.into_iter().collect::<Option<_>>()?;
    Some(carried_tag::replaced(before, &codes, reading.addition))
}

fn kind(sent: &Customer, violations: &mut Violations) -> Option<Kind> {
    match sent.kind() {
        CustomerKind::Individual => Some(Kind::Individual),
        CustomerKind::Enterprise => Some(Kind::Enterprise),
        CustomerKind::Institution => Some(Kind::Institution),
        CustomerKind::Unspecified => {
            violations.add("must be set: individual, enterprise or institution", "必填：个人、企业或机构");
            None
        }
    }
}

fn owner(text: &str, violations: &mut Violations) -> Option<Option<Uuid>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let id = Uuid::try_parse(text).ok();
    if id.is_none() {
        violations.add("must be the id of a member of staff, a UUID", "须为员工 ID（UUID）");
    }
    id.map(Some)
}

fn instant(sent: Option<&prost_types::Timestamp>, violations: &mut Violations) -> Option<Option<Instant>> {
    match sent {
        None => Some(None),
        Some(sent) => time::to_instant(sent, violations).map(Some),
    }
}
