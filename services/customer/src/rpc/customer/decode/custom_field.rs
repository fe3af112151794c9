//! What the tenant's own fields are to say of a customer.

use std::collections::BTreeMap;

use access::DataClass;
use contracts::customer::v1::{CustomValue, Customer};
use conventions::violations::Violations;

use super::Reading;
use crate::domain::custom_field::{
    self, Broken, FieldFacts, FieldId, FieldType, Standing, Target, UnknownField, Value, values,
};
use crate::domain::customer::{Facts, Personal};
use crate::rpc::custom_field::value;
use conventions::fields::refuse;

/// What one field is to say, other than it says.
#[derive(Clone, Debug)]
pub(crate) struct FieldChange {
    pub id: FieldId,
    pub class: DataClass,
    /// None: it is cleared.
    pub value: Option<Value>,
    /// What a reference refers to.
    pub target: Option<Target>,
}

/// The changes of the fields that `takes` names; a new customer gets what fields say by default.
pub(super) fn read(
    sent: &Customer,
    takes: impl Fn(&str) -> bool,
    reading: &Reading<'_>,
    violations: &mut Violations,
) -> Vec<FieldChange> {
    let fields = reading.custom_fields;
    let is_taken = |id: &str| takes(&format!("custom_fields.{id}"));
    for id in sent.custom_fields.keys().filter(|id| is_taken(id) && fields.get(id).is_none()) {
        violations.entry(id, |violations| refuse(violations, UnknownField::among(fields)));
    }
    let before = reading.before.map(|(facts, personal)| values(facts, Some(personal))).unwrap_or_default();
    let mut changes = Vec::new();
    for facts in fields.all().iter().map(|field| &field.facts).filter(|facts| is_taken(facts.field_id.as_str())) {
        let was = before.get(&facts.field_id).map(|(_, value)| *value);
        let sent = sent.custom_fields.get(facts.field_id.as_str());
        let read = match (sent, reading.before) {
            (None, None) if !facts.retired => Some(facts.default_value.clone()),
            (None, _) => Some(None),
            (Some(sent), _) => {
                violations.entry(facts.field_id.as_str(), |violations| read_one(sent, facts, was, violations))
            }
        };
        if let Some(value) = read.filter(|value| value.as_ref() != was) {
            let target = match facts.value_type {
                FieldType::Reference { target } => Some(target),
                _ => None,
            };
            changes.push(FieldChange { id: facts.field_id.clone(), class: facts.data_class, value, target });
        }
    }
    changes
}

/// A value that keeps to the rules, or that the customer has already.
fn read_one(
    sent: &CustomValue,
    facts: &FieldFacts,
    was: Option<&Value>,
    violations: &mut Violations,
) -> Option<Option<Value>> {
    let value = value::read(sent, &facts.value_type, violations)?;
    let Some(new) = value.as_ref().filter(|value| Some(*value) != was) else { return Some(value) };
    let broken = if facts.retired { vec![Broken::Retired] } else { facts.value_type.broken_by(new) };
    let is_kept = broken.is_empty();
    for rule in broken {
        refuse(violations, rule);
    }
    is_kept.then_some(value)
}

/// Gives a record what the fields are to say.
pub(super) fn apply(changes: Vec<FieldChange>, facts: &mut Facts, personal: &mut Personal) {
    for FieldChange { id, class, value, .. } in changes {
        custom_field::set(facts, personal, id, class, value);
    }
}

/// Notes the fields that a new customer must have and is not given.
pub(crate) fn refuse_missing(
    changes: &[FieldChange],
    standing: Standing<'_>,
    reading: &Reading<'_>,
    violations: &mut Violations,
) {
    let given: BTreeMap<_, _> = changes.iter().map(|change| (&change.id, change.value.is_some())).collect();
    let has = |id: &FieldId| given.get(id).copied().unwrap_or_default();
    for facts in reading.custom_fields.missing(standing, has) {
        refuse_unset(facts, violations);
    }
}

/// Notes the fields that a customer must have and has no more, or that it must have now.
pub(crate) fn refuse_lost(
    before: (&Facts, &Personal),
    after: (&Facts, &Personal),
    reading: &Reading<'_>,
    violations: &mut Violations,
) {
    fn standing(facts: &Facts) -> Standing<'_> {
        Standing { kind: Some(facts.kind), stage: &facts.stage }
    }
    let (held, holds) = (values(before.0, Some(before.1)), values(after.0, Some(after.1)));
    for facts in reading.custom_fields.missing(standing(after.0), |id| holds.contains_key(id)) {
        // What was never there is asked for when the customer comes to need it.
        let lacked_it = facts.required.applies(standing(before.0)) && !held.contains_key(&facts.field_id);
        if !lacked_it {
            refuse_unset(facts, violations);
        }
    }
}

fn refuse_unset(facts: &FieldFacts, violations: &mut Violations) {
    violations.field("custom_fields", |violations| {
        violations.entry(facts.field_id.as_str(), |violations| {
            violations.add(
                format!("must be set: {} is required of this customer", facts.names.english()),
                format!("必填：该客户须填写“{}”", facts.names.chinese()),
            );
        });
    });
}
