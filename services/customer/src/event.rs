//! What other services are told of a change. It is made of facts alone: the sealed part of a record does not come here.

use contracts::customer::v1 as wire;
use conventions::time::{to_date, to_timestamp};
use feed::EventError;
use journal::Ordered;
use prost::Name;
use prost_types::Any;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::address::{AddressKind, Place};
use crate::domain::contact_person::CompanyLink;
use crate::domain::custom_field::FieldFacts;
use crate::domain::customer::{Facts, Kind, State};
use crate::domain::staff::{StaffFacts, TeamFacts};
use crate::domain::tenant::{Tenant, ZonePeriod};
use crate::domain::vocabulary::{Term, TermFacts};
use crate::domain::{contact_person, custom_field, customer, pool, staff, tenant, vocabulary};
use crate::rpc::contact_person::sent_role;
use crate::rpc::custom_field::{encode as custom_field_encode, value};
use crate::rpc::pool_policy;
use crate::rpc::tenant::working_days;
use crate::rpc::term::encode;
use crate::store;
use crate::store::pool_policy::Kept;

/// The event of an entry: none for a kind of which nothing is told, and for an entry whose facts were purged.
///
/// # Errors
/// A newer release wrote the facts, or they are malformed.
pub fn event(entry: &Ordered) -> Result<Option<Any>, EventError> {
    let Some(json) = &entry.facts else { return Ok(None) };
    let facts = Stored { json, schema: entry.schema };
    let event = match entry.kind.as_str() {
        store::contact_person::KIND => any(&contact_person_event(facts.read(contact_person::SCHEMA)?)),
        store::custom_field::KIND => any(&custom_field_event(&facts.read(custom_field::SCHEMA)?)),
        store::pool_policy::KIND => any(&pool_policy_event(facts.read(pool::SCHEMA)?)),
        store::record::KIND => any(&customer_event(facts.read(customer::SCHEMA)?)),
        store::staff::KIND => any(&staff_event(&facts.read(staff::SCHEMA)?)),
        store::team::KIND => any(&team_event(&facts.read(staff::SCHEMA)?)),
        store::tenant::KIND => any(&tenant_event(facts.read(tenant::SCHEMA)?)),
        store::term::KIND => any(&term_event(facts.read(vocabulary::SCHEMA)?)),
        _ => return Ok(None),
    };
    Ok(Some(event))
}

/// Facts as they are stored.
struct Stored<'a> {
    json: &'a str,
    schema: i64,
}

impl Stored<'_> {
    fn read<F: DeserializeOwned>(&self, newest: i64) -> Result<F, EventError> {
        if self.schema > newest {
            return Err(EventError::SchemaNewer);
        }
        serde_json::from_str(self.json).map_err(|error| EventError::Malformed(error.to_string()))
    }
}

fn any<M: Name>(event: &M) -> Any {
    Any { type_url: M::type_url(), value: event.encode_to_vec() }
}

fn customer_event(facts: Facts) -> wire::CustomerEvent {
    wire::CustomerEvent {
        customer_number: facts.number.to_string(),
        kind: match facts.kind {
            Kind::Individual => wire::CustomerKind::Individual,
            Kind::Enterprise => wire::CustomerKind::Enterprise,
            Kind::Institution => wire::CustomerKind::Institution,
        }
        .into(),
        state: match facts.state {
            State::Active => wire::CustomerState::Active,
            State::Archived => wire::CustomerState::Archived,
            State::Deleted => wire::CustomerState::Deleted,
            State::Erased => wire::CustomerState::Erased,
            State::Purged => wire::CustomerState::Purged,
        }
        .into(),
        stage: facts.stage,
        stage_time: Some(to_timestamp(facts.stage_time)),
        stage_reason: facts.stage_reason.unwrap_or_default(),
        level: facts.level.unwrap_or_default(),
        industry: facts.industry.unwrap_or_default(),
        source: facts.source.unwrap_or_default(),
        owner: facts.owner.map(|id| id.to_string()).unwrap_or_default(),
        team: facts.team.map(|id| id.to_string()).unwrap_or_default(),
        places: facts.places.into_iter().map(place).collect(),
        tags: facts.tags.iter().map(|tag| tag.stored_code().to_string()).collect(),
        first_contact_time: facts.first_contact_time.map(to_timestamp),
        create_time: Some(to_timestamp(facts.create_time)),
        delete_time: facts.delete_time.map(to_timestamp),
        collaborators: facts.collaborators.iter().map(ToString::to_string).collect(),
        previous_owner: facts.previous_owner.map(|id| id.to_string()).unwrap_or_default(),
        release_time: facts.release_time.map(to_timestamp),
        important_date_count: facts.important_date_count.into(),
        custom_fields: facts.custom_fields.iter().map(|(id, value)| (id.to_string(), value::sent(value))).collect(),
    }
}

fn place(place: Place) -> wire::CustomerPlace {
    let kind = match place.kind {
        AddressKind::Registered => wire::AddressKind::Registered,
        AddressKind::Office => wire::AddressKind::Office,
        AddressKind::Delivery => wire::AddressKind::Delivery,
        AddressKind::Home => wire::AddressKind::Home,
        AddressKind::Other => wire::AddressKind::Other,
    };
    wire::CustomerPlace { kind: kind.into(), country: place.country, region_code: place.region }
}

fn contact_person_event(facts: contact_person::Facts) -> wire::ContactPersonEvent {
    let company = |link: CompanyLink| wire::ContactPersonCompany {
        customer_id: link.customer.to_string(),
        role: sent_role(link.role).into(),
        primary: link.primary,
        since: link.period.since.map(to_date),
        until: link.period.until.map(to_date),
    };
    wire::ContactPersonEvent {
        state: match facts.state {
            contact_person::State::Active => wire::ContactPersonState::Active,
            contact_person::State::Deleted => wire::ContactPersonState::Deleted,
            contact_person::State::Erased => wire::ContactPersonState::Erased,
        }
        .into(),
        companies: facts.companies.into_iter().map(company).collect(),
        create_time: Some(to_timestamp(facts.create_time)),
        delete_time: facts.delete_time.map(to_timestamp),
    }
}

fn staff_event(facts: &StaffFacts) -> wire::StaffEvent {
    wire::StaffEvent {
        team_id: facts.team.map(|id| id.to_string()).unwrap_or_default(),
        inactive: facts.inactive,
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn team_event(facts: &TeamFacts) -> wire::TeamEvent {
    wire::TeamEvent {
        display_name: facts.display_name.as_str().to_owned(),
        parent_team_id: facts.parent.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn tenant_event(tenant: Tenant) -> wire::TenantEvent {
    let period =
        |period: ZonePeriod| wire::ZonePeriod { zone: period.zone, valid_from: period.valid_from.map(to_date) };
    wire::TenantEvent {
        zones: tenant.zones.into_iter().map(period).collect(),
        languages: tenant.languages,
        region: tenant.region.code().to_owned(),
        working_days: Some(working_days::sent(&tenant.working_days)),
    }
}

fn pool_policy_event(policy: pool::PoolPolicy) -> wire::PoolPolicyEvent {
    let rules = pool_policy::encode::pool_policy(&Kept { policy, ..Kept::default() });
    wire::PoolPolicyEvent {
        daily_claim_limit: rules.daily_claim_limit,
        holding_cap: rules.holding_cap,
        excluded_stages: rules.excluded_stages,
        cooldown_days: rules.cooldown_days,
        protection_days: rules.protection_days,
    }
}

fn term_event(facts: TermFacts) -> wire::TermEvent {
    let term = encode::term(&Term { id: Uuid::nil(), revision: 0, update_time: None, facts });
    wire::TermEvent {
        vocabulary: term.vocabulary,
        code: term.code,
        names: term.names,
        position: term.position,
        retired: term.retired,
        category: term.category,
        tag_kind: term.tag_kind,
        merged_into: term.merged_into,
    }
}

fn custom_field_event(facts: &FieldFacts) -> wire::CustomFieldEvent {
    let field = custom_field_encode::facts(facts);
    wire::CustomFieldEvent {
        field_id: field.field_id,
        names: field.names,
        value_type: field.value_type,
        data_class: field.data_class,
        purpose: field.purpose,
        retired: field.retired,
    }
}
