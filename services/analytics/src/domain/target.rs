//! Targets: what people and teams are to reach in a month.

use std::collections::{BTreeMap, BTreeSet};

use clock::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::report::{Dimension, Measure};

/// The number of the form in which [`TargetFacts`] are stored.
pub const SCHEMA: i64 = 1;

/// A target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it is; none of it names a person.
    pub facts: TargetFacts,
}

/// What a target is. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TargetFacts {
    /// Whose it is, of what, for when.
    #[serde(flatten)]
    pub aim: Aim,
    /// The team; of a person that to whose target it adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// How much, in millionths; 0 for nothing.
    pub value: i64,
    /// When it was first set.
    pub create_time: Instant,
}

/// What there is one target of each.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Aim {
    /// The person, or the team itself.
    pub holder: Holder,
    /// What is to be reached.
    pub goal: Goal,
    /// The first day of the month.
    pub month: Date,
    /// The currency of money; empty for what is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
}

/// Whose a target is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Of a member of staff.
    Staff(Uuid),
    /// Of a team itself.
    Team(Uuid),
}

/// What is to be reached. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Sales less what was paid back.
    NetSales,
    /// New customers.
    CreatedCustomers,
    /// Interactions.
    Interactions,
}

impl Aim {
    /// What tells it from all others.
    pub fn key(&self) -> Vec<u8> {
        let (holder, id) = match self.holder {
            Holder::Staff(id) => ("staff", id),
            Holder::Team(id) => ("team", id),
        };
        let measure = <&str>::from(self.goal.target());
        format!("{holder} {id} {measure} {} {}", self.month, self.currency).into_bytes()
    }
}

impl Goal {
    /// The measure that says how much is to be reached.
    pub fn target(self) -> Measure {
        match self {
            Self::NetSales => Measure::NetSalesTarget,
            Self::CreatedCustomers => Measure::CreatedCustomersTarget,
            Self::Interactions => Measure::InteractionsTarget,
        }
    }
}

/// A target of a measure in a currency that somebody may see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Set {
    /// The person; none of a team itself.
    pub staff: Option<Uuid>,
    /// The team.
    pub team: Option<Uuid>,
    /// The number of the first day of the month.
    pub month: i64,
    /// How much, in millionths; not 0.
    pub value: i64,
}

/// What is to be reached: by which values of the dimensions, in the month of which first day, how much.
pub type RolledUp = BTreeMap<(Vec<String>, i64), i64>;

/// Targets told apart by owner and team. What a team is to reach is what was set for it, or else what its people are; by owner there are
/// the people alone.
pub fn roll_up(targets: &[Set], dimensions: &[Dimension]) -> RolledUp {
    let said = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut rolled_up = RolledUp::new();
    let add = |target: &Set| {
        let values = dimensions.iter().map(|dimension| match dimension {
            Dimension::Owner => said(target.staff),
            _ => said(target.team),
        });
        let sum = rolled_up.entry((values.collect(), target.month)).or_default();
        *sum = sum.saturating_add(target.value);
    };
    let by_owner = dimensions.contains(&Dimension::Owner);
    let (of_people, of_teams): (Vec<_>, Vec<_>) = targets.iter().partition(|target| target.staff.is_some());
    if by_owner {
        of_people.into_iter().for_each(add);
        return rolled_up;
    }
    let themselves: BTreeSet<_> = of_teams.iter().map(|target| (target.team, target.month)).collect();
    let else_people = of_people.into_iter().filter(|target| !themselves.contains(&(target.team, target.month)));
    else_people.chain(of_teams).for_each(add);
    rolled_up
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_to_reach_what_was_set_for_it_or_else_what_its_people_are() {
        let [wang, li, east, west] = [1, 2, 3, 4].map(Uuid::from_u128);
        let set = |staff, team, month, value| Set { staff, team: Some(team), month, value };
        let targets = [
            set(Some(wang), east, 0, 10),
            set(Some(li), east, 0, 5),
            set(Some(wang), west, 31, 7),
            set(None, west, 31, 20),
            Set { staff: Some(li), team: None, month: 31, value: 1 },
        ];
        let of = |values: &[Uuid], month, value| ((values.iter().map(Uuid::to_string).collect(), month), value);
        let by_team = roll_up(&targets, &[Dimension::Team]);
        let nobody = ((vec![String::new()], 31), 1);
        assert_eq!(by_team, RolledUp::from([of(&[east], 0, 15), of(&[west], 31, 20), nobody]));
        let by_owner = roll_up(&targets, &[Dimension::Owner]);
        assert_eq!(
            by_owner,
            RolledUp::from([of(&[wang], 0, 10), of(&[li], 0, 5), of(&[wang], 31, 7), of(&[li], 31, 1)])
        );
        let all = roll_up(&targets, &[]);
        assert_eq!(all, RolledUp::from([of(&[], 0, 15), of(&[], 31, 21)]));
    }
}
