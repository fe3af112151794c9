//! One act of reading.

use std::borrow::Cow;
use std::sync::Arc;

use clock::{Clock, Instant};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use telemetry::TraceContext;
use uuid::Uuid;

use crate::ClassSet;

/// How many records an entry names; those beyond are counted alone. No page and no batch of the contract is longer; an
/// export logs an entry for each portion of this size.
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

/// An entry of the log, as it is kept: JSON with these names.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LoggedEntry {
    /// The id of the entry, a UUIDv7.
    pub entry_id: Uuid,
    /// When it was done, in microseconds since the epoch.
    pub time: Instant,
    /// Who did it.
    pub actor: String,
    /// What was done: an [`Act`] in snake case, perhaps of a later release.
    pub act: Cow<'static, str>,
    /// The kind of the records.
    pub entity_kind: Cow<'static, str>,
    /// The records that are named.
    pub records: Vec<Uuid>,
    /// How many records were answered.
    pub record_count: usize,
    /// The data classes that were answered unmasked, by their names in snake case.
    #[serde(with = "class_names")]
    pub classes: ClassSet,
    /// The trace of the call, in hexadecimal.
    pub trace_id: Option<String>,
}

impl LoggedEntry {
    pub(super) fn new(entry: Entry, clock: &Clock) -> (Arc<str>, Self) {
        let mut records = entry.records;
        let record_count = records.len();
        records.truncate(NAMED_RECORDS);
        let logged = Self {
            entry_id: clock.id(),
            time: clock.now(),
            actor: entry.actor,
            act: Cow::Borrowed(entry.act.into()),
            entity_kind: Cow::Borrowed(entry.entity_kind),
            records,
            record_count,
            classes: entry.classes,
            trace_id: entry.trace.map(|trace| trace.trace_id().to_string()),
        };
        (entry.tenant, logged)
    }
}

mod class_names {
    use std::borrow::Cow;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::{ClassSet, DataClass};

    pub(super) fn serialize<S: Serializer>(classes: &ClassSet, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(classes.iter().map(<&str>::from))
    }

    /// Passes over the classes of a later release.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ClassSet, D::Error> {
        let names = Vec::<Cow<'_, str>>::deserialize(deserializer)?;
        Ok(names.iter().filter_map(|name| DataClass::from_str(name).ok()).collect())
    }
}
