//! What a timeline adds up to.

use super::activity::{Columns, State};
use super::handling::HandlingState;

/// What records of a kind add up to, or one of them adds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// Live records.
    pub records: i64,
    /// Those of them that are handled and neither resolved nor closed.
    pub unsettled: i64,
    /// Those of them that have a rating.
    pub ratings: i64,
    /// What those ratings come to.
    pub points: i64,
}

impl Count {
    /// What a record adds: nothing when it is not live.
    pub fn of(state: State, columns: &Columns) -> Self {
        if state != State::Active {
            return Self::default();
        }
        let settled = HandlingState::SETTLED.map(HandlingState::code);
        let unsettled = columns.handling_state.is_some_and(|state| !settled.contains(&state));
        Self {
            records: 1,
            unsettled: i64::from(unsettled),
            ratings: i64::from(columns.rating.is_some()),
            points: columns.rating.unwrap_or_default(),
        }
    }

    /// What makes `before` this.
    pub fn since(self, before: Self) -> Self {
        Self {
            records: self.records - before.records,
            unsettled: self.unsettled - before.unsettled,
            ratings: self.ratings - before.ratings,
            points: self.points - before.points,
        }
    }
}
