//! What every record of this service has, whatever its kind: it is about a customer, it took place at a time, it is live or not.

use clock::Instant;
use conventions::record_state::StateError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::handling::Handling;
use super::interaction::Channel;

/// The number of the form in which records are stored. A new form gets a new number, and is read one release before it is written.
pub const SCHEMA: i64 = 1;

/// A kind of record.
pub trait Kind: Clone + Send + Sync + 'static {
    /// Its name, in journals and in the table of all kinds.
    const NAME: &'static str;
    /// What a collection of such records is called, in the subjects of preconditions.
    const COLLECTION: &'static str;
    /// What it says beside [`Facts`] that names no person.
    type Facts: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync;
    /// What it says that is personal.
    type Personal: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync;

    /// The facts by which lists are filtered.
    fn columns(facts: &Self::Facts) -> Columns;
}

/// The facts by which lists are filtered; none where a kind has no such fact.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Columns {
    /// The way.
    pub channel: Option<&'static str>,
    /// Who began an interaction.
    pub direction: Option<&'static str>,
    /// When something is due.
    pub due_time: Option<Instant>,
    /// How satisfied the customer is.
    pub rating: Option<i64>,
    /// How far it is handled.
    pub handling_state: Option<&'static str>,
    /// How much it presses.
    pub priority: Option<&'static str>,
    /// The member of staff who handles it.
    pub assignee: Option<Uuid>,
}

impl Columns {
    /// Those of something that came by a way and is handled.
    pub fn of_handling(channel: Channel, handling: &Handling) -> Self {
        Self {
            channel: Some(channel.code()),
            due_time: handling.due_time,
            handling_state: Some(handling.state.code()),
            priority: Some(handling.priority.code()),
            assignee: handling.assignee,
            ..Self::default()
        }
    }
}

/// A record of a kind at one revision.
#[derive(Clone, Debug)]
pub struct Activity<K: Kind> {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: Facts<K::Facts>,
    /// The rest; none when it was erased.
    pub personal: Option<K::Personal>,
}

/// The part of a record that names nobody. Stored as JSON, with the facts of its kind among these; what is empty is left out.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Facts<F> {
    /// The customer.
    pub customer: Uuid,
    /// Whether the record is live.
    pub state: State,
    /// When it took place.
    pub occur_time: Instant,
    /// The member of staff who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Uuid>,
    /// When the record was created.
    pub create_time: Instant,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_time: Option<Instant>,
    /// What records of the kind say beside.
    #[serde(flatten)]
    pub own: F,
}

/// Whether a record is live. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In use.
    Active,
    /// Deleted; can be brought back.
    Deleted,
    /// Without its personal part, for good.
    Erased,
}

impl State {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
        }
    }
}

impl<K: Kind> Activity<K> {
    /// What is personal of a record that can be changed.
    ///
    /// # Errors
    /// Its state, when it cannot.
    pub fn changeable(&self) -> Result<&K::Personal, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased, _) | (_, None) => Err(StateError::Erased),
            (State::Deleted, _) => Err(StateError::Deleted),
            (State::Active, Some(personal)) => Ok(personal),
        }
    }

    /// The record, deleted.
    ///
    /// # Errors
    /// Its state, when it is not live.
    pub fn deleted(&self, now: Instant) -> Result<Self, StateError> {
        self.changeable()?;
        Ok(self.with_state(State::Deleted, Some(now)))
    }

    /// The record, brought back.
    ///
    /// # Errors
    /// Its state, when it is not deleted.
    pub fn undeleted(&self) -> Result<Self, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased, _) | (_, None) => Err(StateError::Erased),
            (State::Active, _) => Err(StateError::NotDeleted),
            (State::Deleted, Some(_)) => Ok(self.with_state(State::Active, None)),
        }
    }

    fn with_state(&self, state: State, delete_time: Option<Instant>) -> Self {
        let facts = Facts { state, delete_time, ..self.facts.clone() };
        Self { facts, ..self.clone() }
    }
}
