//! What is known of a customer.

use access::{Caller, RelationSet};
use contracts::customer::v1 as wire;
use conventions::record_state::StateError;
use uuid::Uuid;

/// What a service knows of a customer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Customer {
    /// The id.
    pub id: Uuid,
    /// Whether the record is live.
    pub state: CustomerState,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// Who works on it beside the owner.
    pub collaborators: Vec<Uuid>,
    /// The code of the stage.
    pub stage: String,
    /// The code of the level; empty without one.
    pub level: String,
}

/// Whether a customer is live.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CustomerState {
    /// In use.
    Active,
    /// Put away.
    Archived,
    /// Deleted.
    Deleted,
    /// Without its personal part.
    Erased,
}

impl Customer {
    /// How a caller stands to the customer, and so to all that is about it.
    pub fn relations(&self, caller: &Caller) -> RelationSet {
        caller.relations_to(self.owner, &self.collaborators, self.team)
    }

    /// Whether something may be written about it.
    ///
    /// # Errors
    /// It is not live.
    pub fn writable(&self) -> Result<(), StateError> {
        match self.state {
            CustomerState::Active => Ok(()),
            CustomerState::Archived => Err(StateError::Archived),
            CustomerState::Deleted => Err(StateError::Deleted),
            CustomerState::Erased => Err(StateError::Erased),
        }
    }
}

impl CustomerState {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Active, "active"), (Self::Archived, "archived"), (Self::Deleted, "deleted"), (Self::Erased, "erased")];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, code)| code)
    }

    /// The state of a stored word.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(state, _)| *state)
    }

    /// The state that the customer service tells.
    pub fn told(state: i32) -> Option<Self> {
        match wire::CustomerState::try_from(state) {
            Ok(wire::CustomerState::Active) => Some(Self::Active),
            Ok(wire::CustomerState::Archived) => Some(Self::Archived),
            Ok(wire::CustomerState::Deleted) => Some(Self::Deleted),
            // Of a purged record nothing is left either.
            Ok(wire::CustomerState::Erased | wire::CustomerState::Purged) => Some(Self::Erased),
            Ok(wire::CustomerState::Unspecified) | Err(_) => None,
        }
    }
}
