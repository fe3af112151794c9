//! The customer: what a record says, and what may happen to it.

use std::collections::BTreeMap;

use clock::Instant;
use conventions::record_state::StateError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address::{Directions, Place};
use super::carried_tag::CarriedTag;
use super::contact_point::ContactPoints;
use super::custom_field::{FieldId, PersonalValue, Value};
use super::external_id::ExternalId;
use super::important_date::ImportantDate;
use super::name::Name;
use super::number::CustomerNumber;
use super::stage::Step;

/// The number of the form in which [`Facts`] and [`Personal`] are stored. A new form gets a new number, and is read one release
/// before it is written.
pub const SCHEMA: i64 = 1;

/// A customer at one revision.
#[derive(Clone, Debug)]
pub struct Customer {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: Facts,
    /// The rest; none when it was erased.
    pub personal: Option<Personal>,
}

/// The part of a customer that names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The number.
    pub number: CustomerNumber,
    /// What the customer is.
    pub kind: Kind,
    /// Whether the record is live.
    pub state: State,
    /// The code of the stage.
    pub stage: String,
    /// When the stage was entered.
    pub stage_time: Instant,
    /// The code of the reason given with the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_reason: Option<String>,
    /// The code of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The code of the industry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// The code of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who is responsible; none in the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Uuid>,
    /// The owner's team when the owner was assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Where the customer is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// The tags that it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<CarriedTag>,
    /// When we first had to do with the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_time: Option<Instant>,
    /// When the record was created.
    pub create_time: Instant,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_time: Option<Instant>,
    /// Who works on the customer beside the owner, in the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collaborators: Vec<Uuid>,
    /// Who was responsible until the customer came into the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_owner: Option<Uuid>,
    /// When the customer came from there into the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_time: Option<Instant>,
    /// What the tenant's own fields say that name no person.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<FieldId, Value>,
    /// How many days matter to the customer, by which others know that there are some.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub important_date_count: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde hands it over")]
fn is_zero(count: &u16) -> bool {
    *count == 0
}

/// The part of a customer that is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// The name in documents.
    pub registered_name: Name,
    /// The everyday name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Name>,
    /// How the customer is reached.
    pub contact_points: ContactPoints,
    /// How its places are found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<Directions>,
    /// Its ids in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// Days that matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub important_dates: Vec<ImportantDate>,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// What the tenant's own fields say of a person.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub personal_fields: BTreeMap<FieldId, PersonalValue>,
    /// What was said of the change that made this revision.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a customer is. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Individual,
    /// A company.
    Enterprise,
    /// A public or other institution.
    Institution,
}

/// Whether a record is live. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In use.
    Active,
    /// Put away, its story over; can be brought back.
    Archived,
    /// Deleted; can be brought back.
    Deleted,
    /// Without its personal part, for good.
    Erased,
    /// Removed for good: what is left says that there was a record, and under which number.
    Purged,
}

impl Kind {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Enterprise => "enterprise",
            Self::Institution => "institution",
        }
    }
}

impl State {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Archived => "archived",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
            Self::Purged => "purged",
        }
    }
}

impl Customer {
    /// The personal part of a record that may be changed: neither archived, deleted nor erased.
    pub fn changeable(&self) -> Result<&Personal, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased | State::Purged, _) | (_, None) => Err(StateError::Erased),
            (State::Deleted, _) => Err(StateError::Deleted),
            (State::Archived, _) => Err(StateError::Archived),
            (State::Active, Some(personal)) => Ok(personal),
        }
    }

    /// The record after `facts` and `personal` take the place of what it says.
    #[must_use]
    pub fn with(&self, facts: Facts, personal: Personal) -> Self {
        Self { facts, personal: Some(personal), ..self.clone() }
    }

    /// The record after a step in the pipeline.
    pub fn moved(&self, step: Step, note: String, now: Instant) -> Result<Self, StateError> {
        let personal = Personal { note, ..self.changeable()?.clone() };
        let facts = Facts { stage: step.stage, stage_time: now, stage_reason: step.reason, ..self.facts.clone() };
        Ok(self.with(facts, personal))
    }

    /// The record after it is deleted.
    pub fn deleted(&self, now: Instant) -> Result<Self, StateError> {
        let personal = Personal { note: String::new(), ..self.changeable()?.clone() };
        Ok(self.with(Facts { state: State::Deleted, delete_time: Some(now), ..self.facts.clone() }, personal))
    }

    /// The record after it is brought back.
    pub fn undeleted(&self) -> Result<Self, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased | State::Purged, _) | (_, None) => Err(StateError::Erased),
            (State::Active | State::Archived, _) => Err(StateError::NotDeleted),
            (State::Deleted, Some(personal)) => Ok(self.active(personal)),
        }
    }

    /// The record after it is put away.
    pub fn archived(&self) -> Result<Self, StateError> {
        let personal = Personal { note: String::new(), ..self.changeable()?.clone() };
        Ok(self.with(Facts { state: State::Archived, ..self.facts.clone() }, personal))
    }

    /// The record after it is brought back from where it was put away.
    pub fn unarchived(&self) -> Result<Self, StateError> {
        match (self.facts.state, &self.personal) {
            (State::Erased | State::Purged, _) | (_, None) => Err(StateError::Erased),
            (State::Active, _) => Err(StateError::NotArchived),
            (State::Deleted, _) => Err(StateError::Deleted),
            (State::Archived, Some(personal)) => Ok(self.active(personal)),
        }
    }

    fn active(&self, personal: &Personal) -> Self {
        let facts = Facts { state: State::Active, delete_time: None, ..self.facts.clone() };
        self.with(facts, Personal { note: String::new(), ..personal.clone() })
    }

    /// What is left of the record when it is removed for good. Its personal part stays until its key is destroyed.
    pub fn purged(&self) -> Result<Self, StateError> {
        let facts = &self.facts;
        match facts.state {
            State::Purged => return Err(StateError::Erased),
            State::Active | State::Archived => return Err(StateError::NotDeleted),
            State::Erased if facts.delete_time.is_none() => return Err(StateError::NotDeleted),
            State::Deleted | State::Erased => {}
        }
        let facts = Facts {
            state: State::Purged,
            stage_reason: None,
            level: None,
            industry: None,
            source: None,
            owner: None,
            team: None,
            places: Vec::new(),
            tags: Vec::new(),
            first_contact_time: None,
            collaborators: Vec::new(),
            previous_owner: None,
            release_time: None,
            custom_fields: BTreeMap::new(),
            ..facts.clone()
        };
        Ok(Self { facts, ..self.clone() })
    }

    /// The record after its personal part is gone.
    pub fn erased(&self) -> Result<Self, StateError> {
        if self.facts.state == State::Erased {
            return Err(StateError::Erased);
        }
        // What was removed stays so.
        let state = if self.facts.state == State::Purged { State::Purged } else { State::Erased };
        let facts = Facts { state, ..self.facts.clone() };
        Ok(Self { facts, personal: None, ..self.clone() })
    }
}
