//! Where the references of custom fields lead.

use std::collections::{BTreeMap, HashSet};

use access::{Action, Decision};
use conventions::violations::Violations;
use uuid::Uuid;

use super::decode::custom_field::FieldChange;
use super::decode::refuse;
use crate::call::Call;
use crate::domain::custom_field::{Broken, Target, Value};
use crate::domain::customer::State;
use crate::error::Error;
use crate::store::{customer, staff};

impl Call {
    /// Notes the references that lead nowhere, or to a customer whom the caller may not see.
    pub(crate) async fn check_references(
        &self,
        changes: &[FieldChange],
        violations: &mut Violations,
    ) -> Result<(), Error> {
        let references: BTreeMap<_, _> = changes.iter().filter_map(reference).collect();
        let ids = references.values().filter(|(target, _)| *target == Target::Customer).map(|(_, id)| *id);
        let seen = self.seen_customers(&ids.collect::<Vec<_>>()).await?;
        for (field, (target, id)) in references {
            let is_there = match target {
                Target::Customer => seen.contains(&id),
                Target::Staff => staff::find(self.service.database(), self.tenant(), id).await?.is_some(),
            };
            if !is_there {
                violations.field("customer", |violations| {
                    violations.field("custom_fields", |violations| {
                        violations.entry(field, |violations| refuse(violations, Broken::Nowhere));
                    });
                });
            }
        }
        Ok(())
    }

    /// Those of the customers that are there and that the caller may see.
    async fn seen_customers(&self, ids: &[Uuid]) -> Result<HashSet<Uuid>, Error> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let scope = self.scope(Action::View);
        let mut seen = HashSet::new();
        for row in customer::find_many(self.service.database(), self.tenant(), ids).await? {
            let is_there = row.state != State::Purged.code();
            if is_there && let Decision::Allowed(_) = scope.decide(self.relations_to(&row)?) {
                seen.insert(row.customer_id);
            }
        }
        Ok(seen)
    }
}

fn reference(change: &FieldChange) -> Option<(&str, (Target, Uuid))> {
    match (&change.value, change.target) {
        (Some(Value::Reference(id)), Some(target)) => Some((change.id.as_str(), (target, *id))),
        _ => None,
    }
}
