//! Whether a caller may do something with a record, and which of its data classes come with it.

use crate::policy::{self, Grants};
use crate::{Action, ClassSet, DataClass, Relation, RelationSet, Roles};

/// Whether an action on a record is allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decision {
    /// It is not; answer as if the record did not exist.
    Denied,
    /// It is, with fields of these classes. The others are masked, cannot be written and neither filter nor find the
    /// record.
    Allowed(ClassSet),
}

impl Decision {
    /// Whether the action is allowed and fields of `class` come with it.
    pub fn allows(self, class: DataClass) -> bool {
        matches!(self, Self::Allowed(classes) if classes.contains(class))
    }
}

/// Decides an action on the record to which the caller stands in `relations`.
pub fn decide(roles: Roles, action: Action, relations: RelationSet) -> Decision {
    scope(roles, action).decide(relations)
}

/// The records that `roles` allow an action on.
pub fn scope(roles: Roles, action: Action) -> Scope {
    let mut scope = Scope(Grants::default());
    for role in roles {
        for (granted, more) in scope.0.iter_mut().zip(policy::grants(role, action)) {
            *granted = union(*granted, more);
        }
    }
    scope
}

/// The records that an action is allowed on, as data. A list makes its predicate of the grants, joined by OR, and asks
/// [`Scope::decide`] of each row which classes come with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scope(Grants);

impl Scope {
    /// The relations that give access, each with the classes that come through it. Without any, no record is in the
    /// scope.
    pub fn grants(&self) -> impl Iterator<Item = (Relation, ClassSet)> {
        RelationSet::all().iter().zip(self.0).filter_map(|(relation, granted)| Some((relation, granted?)))
    }

    /// Decides about one record: access is what any relation gives.
    pub fn decide(&self, relations: RelationSet) -> Decision {
        let held = RelationSet::all().iter().zip(self.0).filter(|(relation, _)| relations.contains(*relation));
        match held.fold(None, |sum, (_, granted)| union(sum, granted)) {
            None => Decision::Denied,
            Some(classes) => Decision::Allowed(classes),
        }
    }
}

fn union(one: Option<ClassSet>, other: Option<ClassSet>) -> Option<ClassSet> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one | other),
        (one, other) => one.or(other),
    }
}
