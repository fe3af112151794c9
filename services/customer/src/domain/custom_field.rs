//! The fields that a tenant adds to its customers: what each takes, who must have it, what it tells of a person.

mod choice;
mod field_id;
mod field_type;
mod pack;
mod pattern;
mod requirement;
mod rule;
mod value;

use std::collections::BTreeMap;

use access::DataClass;
pub use choice::Choice;
use clock::Instant;
pub use field_id::{FieldId, MAX_FIELD_ID_CHARS};
pub use field_type::{Amount, DEFAULT_TEXT_CHARS, FieldType, MAX_CHOICES, MAX_ITEMS, MAX_TEXT_CHARS, Range, Target};
pub use pack::{PACKS, Pack};
pub use pattern::{MAX_PATTERN_CHARS, Pattern};
pub use requirement::{Requirement, Standing};
pub use rule::{Broken, UnknownField};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
pub use value::{Money, PersonalValue, Value};

use super::customer::{Facts, Personal};
use super::vocabulary::Names;

/// The number of the form in which definitions are stored.
pub const SCHEMA: i64 = 1;
/// The most fields of a tenant, retired ones included.
pub const MAX_FIELDS: usize = 200;
/// The longest text by which lists are filtered, in characters: an index holds it whole.
pub const MAX_FILTERABLE_TEXT_CHARS: usize = 200;
/// The longest purpose, in characters.
pub const MAX_PURPOSE_CHARS: usize = 500;

/// The definition of a field at one revision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CustomField {
    /// The id of its record.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it says.
    pub facts: FieldFacts,
}

/// What a definition says; all of it names no person. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FieldFacts {
    /// What the field is known by in records.
    pub field_id: FieldId,
    /// What people call it.
    pub names: Names,
    /// What values it takes.
    pub value_type: FieldType,
    /// What a value tells of a person.
    #[serde(with = "value::class")]
    pub data_class: DataClass,
    /// For what the values are kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// Who must have a value.
    #[serde(default, skip_serializing_if = "Requirement::is_none")]
    pub required: Requirement,
    /// What a new customer gets that is given none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// Whether lists are filtered by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filterable: bool,
    /// Where it stands among the fields.
    pub position: i32,
    /// Whether it is no longer written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// The pack that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// When it was added.
    pub create_time: Instant,
}

impl FieldFacts {
    /// The place by which fields are ordered.
    pub fn place(&self) -> (i32, &str) {
        (self.position, self.field_id.as_str())
    }

    /// Whether a name or the id is this one, in any case.
    pub fn is_called(&self, name: &str) -> bool {
        self.field_id.as_str().eq_ignore_ascii_case(name)
            || self.names.iter().any(|(_, own)| own.to_lowercase() == name.to_lowercase())
    }
}

/// All fields of a tenant, in their order.
#[derive(Clone, Debug, Default)]
pub struct CustomFields(Vec<CustomField>);

impl CustomFields {
    /// These fields.
    pub fn new(mut fields: Vec<CustomField>) -> Self {
        fields.sort_by(|a, b| a.facts.place().cmp(&b.facts.place()));
        Self(fields)
    }

    /// All, retired ones too.
    pub fn all(&self) -> &[CustomField] {
        &self.0
    }

    /// Those that are written.
    pub fn in_use(&self) -> impl Iterator<Item = &FieldFacts> {
        self.0.iter().map(|field| &field.facts).filter(|facts| !facts.retired)
    }

    /// The field of an id, retired or not.
    pub fn get(&self, id: &str) -> Option<&CustomField> {
        self.0.iter().find(|field| field.facts.field_id.as_str() == id)
    }

    /// Whether lists are filtered by a field.
    pub fn is_filterable(&self, id: &FieldId) -> bool {
        self.get(id.as_str()).is_some_and(|field| field.facts.filterable)
    }

    /// The fields that a customer in this standing must have and has not.
    pub fn missing<'a>(
        &'a self,
        standing: Standing<'a>,
        has: impl Fn(&FieldId) -> bool + 'a,
    ) -> impl Iterator<Item = &'a FieldFacts> {
        self.in_use().filter(move |facts| facts.required.applies(standing) && !has(&facts.field_id))
    }
}

/// What the tenant's own fields say of a customer, of whatever class.
pub fn values<'a>(facts: &'a Facts, personal: Option<&'a Personal>) -> BTreeMap<&'a FieldId, (DataClass, &'a Value)> {
    let personal = personal.into_iter().flat_map(|personal| &personal.personal_fields);
    let personal = personal.map(|(id, held)| (id, (held.class, &held.value)));
    facts.custom_fields.iter().map(|(id, value)| (id, (DataClass::Fact, value))).chain(personal).collect()
}

/// Gives a customer a value of a class, or takes the one away that it has.
pub fn set(facts: &mut Facts, personal: &mut Personal, id: FieldId, class: DataClass, value: Option<Value>) {
    facts.custom_fields.remove(&id);
    personal.personal_fields.remove(&id);
    match (class, value) {
        (_, None) => {}
        (DataClass::Fact, Some(value)) => drop(facts.custom_fields.insert(id, value)),
        (class, Some(value)) => drop(personal.personal_fields.insert(id, PersonalValue { class, value })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FIELDS_1: [&str; 5] = [
        r#"{"field_id":"skin_type","names":{"en":"Skin type","zh-CN":"肤质"},"value_type":{"kind":"choice","choices":[{"code":"dry","names":{"en":"Dry"}},{"code":"oily","names":{"en":"Oily"},"retired":true}]},"data_class":"identity","purpose":"care","required":{"always":true,"stages":["customer"],"kinds":["individual"]},"default_value":{"choice":"dry"},"position":10,"retired":true,"pack":"beauty","create_time":1716163200000000}"#,
        r#"{"field_id":"plate","names":{"zh-CN":"车牌"},"value_type":{"kind":"text","max_length":20,"pattern":"[A-Z]{2}\\d+"},"data_class":"fact","filterable":true,"position":20,"create_time":1}"#,
        r#"{"field_id":"budget","names":{"en":"Budget"},"value_type":{"kind":"money","currency":"CNY","range":{"minimum":"0","maximum":"1000000.5"}},"data_class":"fact","default_value":{"money":{"amount":"12.5","currency":"CNY"}},"position":30,"create_time":1}"#,
        r#"{"field_id":"installed","names":{"en":"Installed"},"value_type":{"kind":"date","range":{"minimum":"2000-01-01"}},"data_class":"fact","position":40,"create_time":1}"#,
        r#"{"field_id":"partner","names":{"en":"Partner"},"value_type":{"kind":"reference","target":"customer"},"data_class":"fact","position":50,"create_time":1}"#,
    ];

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        for stored in FIELDS_1 {
            let facts: FieldFacts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
    }
}
