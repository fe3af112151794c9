//! Segments: sets of customers that an expression names.

use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of the form in which [`SegmentFacts`] are stored.
pub const SCHEMA: i64 = 1;
/// The most segments of a tenant.
pub const MOST_SEGMENTS: i64 = 500;
/// The most characters of what a segment is called.
pub const LONGEST_NAME: usize = 200;

/// A segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Segment {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it is; none of it names a person.
    pub facts: SegmentFacts,
}

/// What a segment is. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SegmentFacts {
    /// What it is called.
    pub display_name: String,
    /// Which customers belong to it, AIP-160.
    pub filter: String,
    /// Purchases in which currency are looked at; empty for that of most.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// When it was created.
    pub create_time: Instant,
}

/// The segment is deleted, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the segment is deleted")]
pub struct Deleted;

impl Segment {
    /// The next revision.
    ///
    /// # Errors
    /// It is deleted.
    pub fn next_revision(&self) -> Result<Self, Deleted> {
        if self.facts.deleted { Err(Deleted) } else { Ok(Self { revision: self.revision + 1, ..self.clone() }) }
    }
}
