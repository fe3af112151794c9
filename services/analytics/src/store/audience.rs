//! On which customers a caller's roles allow what it does, as conditions on tables.

mod reach;

use access::{Caller, Scope};
use sea_orm::Condition;

use self::reach::Reach;

/// The customers on which a caller's roles allow an action, or each of several.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Audience {
    /// They are in all of these.
    reaches: Vec<Reach>,
}

impl Audience {
    /// The customers in a scope.
    pub fn new(caller: &Caller, scope: Scope) -> Self {
        Self { reaches: Reach::new(caller, scope).into_iter().collect() }
    }

    /// Those of them that are in another too.
    pub fn and(mut self, other: Self) -> Self {
        for reach in other.reaches {
            if !self.reaches.contains(&reach) {
                self.reaches.push(reach);
            }
        }
        self
    }

    /// Whose customers they are, as a condition on customers.
    pub(super) fn of_customers(&self, tenant: &str) -> Condition {
        all(self.reaches.iter().map(|reach| reach.of_customers(tenant)))
    }

    /// Whose customers they are, as a condition on sums: all but those of [`Audience::beside_sums`].
    pub(super) fn of_sums(&self) -> Condition {
        all(self.reaches.iter().map(Reach::of_sums))
    }

    /// Those that are in it only because the caller works for another owner, as a condition on customers; none where there are none such.
    pub(super) fn beside_sums(&self, tenant: &str) -> Option<Condition> {
        let mut beside = self.reaches.iter().filter_map(|reach| reach.beside_sums(tenant));
        let first = beside.next()?;
        Some(self.of_customers(tenant).add(beside.fold(Condition::any().add(first), Condition::add)))
    }

    /// Whose targets go with them: those of their owners and teams.
    pub(super) fn of_targets(&self) -> Condition {
        all(self.reaches.iter().map(Reach::of_targets))
    }
}

fn all(conditions: impl Iterator<Item = Condition>) -> Condition {
    conditions.fold(Condition::all(), Condition::add)
}
