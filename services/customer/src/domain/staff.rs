//! People who work for a tenant, and their teams.

mod team_tree;
mod token_text;

use clock::Instant;
use serde::{Deserialize, Serialize};
pub use team_tree::{MAX_TEAM_LEVELS, TeamTree, TeamTreeError};
pub use token_text::{MAX_TOKEN_TEXT_CHARS, TokenText, TokenTextError};
use uuid::Uuid;

use super::name::Label;

/// The number of the form in which staff and teams are stored.
pub const SCHEMA: i64 = 1;

/// A member of staff at one revision.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: StaffFacts,
    /// The rest.
    pub personal: StaffPersonal,
}

/// The part of a member of staff that names no person. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct StaffFacts {
    /// The issuer of the person's tokens.
    pub issuer: TokenText,
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Whether the person has left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
    /// When the record was created.
    pub create_time: Instant,
}

/// The part of a member of staff that is personal. Stored as JSON, sealed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct StaffPersonal {
    /// The name of the person; not empty.
    pub display_name: Label,
    /// The person in the issuer's tokens.
    pub subject: TokenText,
}

/// A team at one revision.
#[derive(Clone, Debug)]
pub struct Team {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it is.
    pub facts: TeamFacts,
}

/// What a team is; all of it names no person. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TeamFacts {
    /// What the team is called; not empty.
    pub display_name: Label,
    /// The team that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
    /// When the record was created.
    pub create_time: Instant,
}
