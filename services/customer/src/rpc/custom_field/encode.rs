//! The definition of a field as callers see it.

use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind as SentKind;
use conventions::time::to_date;
use conventions::{etag, time};

use super::value;
use crate::domain::custom_field::{Choice, CustomField, FieldFacts, FieldType, Requirement, Target};
use crate::domain::vocabulary::Names;
use crate::rpc::customer::encode::{kind, wire_class};
use crate::store::entity::attribute_build;

/// The definition on the wire. All of it is fact, which everybody who may view vocabularies may read.
pub(crate) fn field(field: &CustomField, build: Option<&attribute_build::Model>) -> wire::CustomField {
    wire::CustomField {
        update_time: Some(time::to_timestamp(field.update_time)),
        revision: field.revision,
        etag: etag::of_revision(field.revision),
        indexing: build.filter(|_| field.facts.filterable).map(indexing),
        ..facts(&field.facts)
    }
}

/// What a definition says.
pub(crate) fn facts(facts: &FieldFacts) -> wire::CustomField {
    wire::CustomField {
        field_id: facts.field_id.to_string(),
        names: names(&facts.names),
        value_type: Some(wire::CustomFieldType { kind: Some(value_type(&facts.value_type)) }),
        data_class: wire_class(facts.data_class).into(),
        purpose: facts.purpose.clone(),
        required: Some(&facts.required).filter(|required| !required.is_none()).map(requirement),
        default_value: facts.default_value.as_ref().map(value::sent),
        filterable: facts.filterable,
        position: facts.position,
        retired: facts.retired,
        pack: facts.pack.clone().unwrap_or_default(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        ..wire::CustomField::default()
    }
}

/// A field that a pack would add.
pub(super) fn planned(planned: &FieldFacts) -> wire::CustomField {
    wire::CustomField { create_time: None, ..facts(planned) }
}

/// How far the customers are indexed.
fn indexing(build: &attribute_build::Model) -> wire::CustomFieldIndexing {
    wire::CustomFieldIndexing {
        ready: build.ready != 0,
        indexed_count: build.indexed_count,
        customer_count: build.customer_count,
    }
}

pub(super) fn names(names: &Names) -> std::collections::BTreeMap<String, String> {
    names.iter().map(|(language, name)| (language.to_owned(), name.to_owned())).collect()
}

fn requirement(required: &Requirement) -> wire::CustomFieldRequirement {
    wire::CustomFieldRequirement {
        always: required.always,
        stages: required.stages.iter().map(ToString::to_string).collect(),
        kinds: required.kinds.iter().map(|required| kind(*required).into()).collect(),
    }
}

fn value_type(value_type: &FieldType) -> SentKind {
    match value_type {
        FieldType::Text { max_length, pattern } => SentKind::Text(wire::TextType {
            max_length: count(*max_length),
            pattern: pattern.as_ref().map(|pattern| pattern.as_str().to_owned()).unwrap_or_default(),
        }),
        FieldType::Number { range } => SentKind::Number(wire::NumberType {
            minimum: range.minimum.map(|limit| value::to_double(limit.0)),
            maximum: range.maximum.map(|limit| value::to_double(limit.0)),
        }),
        FieldType::Money { currency, range } => SentKind::Money(wire::MoneyType {
            currency_code: currency.clone(),
            minimum: range.minimum.map(|limit| value::sent_money(limit.0, currency)),
            maximum: range.maximum.map(|limit| value::sent_money(limit.0, currency)),
        }),
        FieldType::Date { range } => {
            SentKind::Date(wire::DateType { minimum: range.minimum.map(to_date), maximum: range.maximum.map(to_date) })
        }
        FieldType::Boolean => SentKind::Boolean(wire::BooleanType {}),
        FieldType::Choice { choices } => {
            SentKind::Choice(wire::ChoiceType { choices: choices.iter().map(choice).collect() })
        }
        FieldType::MultiChoice { choices, max_items } => SentKind::MultiChoice(wire::MultiChoiceType {
            choices: choices.iter().map(choice).collect(),
            max_items: count(*max_items),
        }),
        FieldType::Reference { target } => SentKind::Reference(wire::ReferenceType {
            target: match target {
                Target::Customer => wire::ReferenceTarget::Customer,
                Target::Staff => wire::ReferenceTarget::Staff,
            }
            .into(),
        }),
    }
}

fn choice(choice: &Choice) -> wire::CustomChoice {
    wire::CustomChoice { code: choice.code.to_string(), names: names(&choice.names), retired: choice.retired }
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
