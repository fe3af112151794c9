//! One act of reading.

use std::sync::Arc;

use clock::Instant;
use strum::IntoStaticStr;
use telemetry::TraceContext;
use uuid::Uuid;

use crate::ClassSet;

/// How many records an entry names; those beyond are counted alone. No page and no batch of the contract is longer; an export
/// logs an entry for each portion of this size.
pub const NAMED_RECORDS: usize = 1_000;

/// What was done. The list is closed.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq)]
#[strum(serialize_all = "snake_case")]
pub enum Act {
    /// Records were read, now or as of a time.
    View,
    /// Records were listed.
    List,
    /// Records were searched for.
    Search,
    /// The history of a record was read.
    ViewHistory,
    /// Records were taken out.
    Export,
    /// A token was met for the first time.
    Login,
}

/// One act of reading, to be logged.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The tenant.
    pub tenant: Arc<str>,
    /// Who read, as [`Caller::actor`](crate::Caller::actor).
    pub actor: String,
    /// What was done.
    pub act: Act,
    /// The kind of the records, such as `customer`.
    pub entity_kind: &'static str,
    /// The records that were answered; the first [`NAMED_RECORDS`] are named in the log.
    pub records: Vec<Uuid>,
    /// The data classes that were answered unmasked.
    pub classes: ClassSet,
    /// The trace of the call.
    pub trace: Option<TraceContext>,
}

/// An entry of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LoggedEntry {
    /// The id of the entry, a UUIDv7: where a page ends, the next one begins.
    pub entry_id: Uuid,
    /// When it was done.
    pub time: Instant,
    /// Who did it.
    pub actor: String,
    /// What was done: an [`Act`] in snake case, perhaps of a later release.
    pub act: String,
    /// The kind of the records.
    pub entity_kind: String,
    /// How many records were answered.
    pub record_count: i64,
    /// The data classes that were answered unmasked.
    pub classes: ClassSet,
    /// The trace of the call, in hexadecimal.
    pub trace_id: Option<String>,
}
