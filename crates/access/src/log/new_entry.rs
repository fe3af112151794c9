//! An entry on its way to the database.

use clock::{Clock, Instant};
use database::{Parameter, Row};
use uuid::Uuid;

use super::{Entry, NAMED_RECORDS};

pub(super) struct NewEntry {
    entry_id: Uuid,
    time: Instant,
    /// The records that are named, each once.
    named: Vec<Uuid>,
    record_count: i64,
    entry: Entry,
}

impl NewEntry {
    pub(super) fn new(mut entry: Entry, clock: &Clock) -> Self {
        let mut named = std::mem::take(&mut entry.records);
        let record_count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        named.truncate(NAMED_RECORDS);
        named.sort_unstable();
        named.dedup();
        Self { entry_id: clock.id(), time: clock.now(), named, record_count, entry }
    }

    /// How many rows it becomes.
    pub(super) fn rows(&self) -> u32 {
        1 + self.named.len() as u32
    }

    /// Its row of `access_entry`, in the order of the columns.
    pub(super) fn entry_row(&self) -> Row {
        let Entry { tenant, actor, act, entity_kind, classes, trace, .. } = &self.entry;
        Row(vec![
            (&**tenant).into(),
            actor.as_str().into(),
            self.entry_id.into(),
            self.time.as_micros().into(),
            <&str>::from(act).into(),
            (*entity_kind).into(),
            self.record_count.into(),
            i64::from(classes.as_u8()).into(),
            Parameter::Text(trace.map(|trace| trace.trace_id().to_string())),
        ])
    }

    /// Its rows of `access_record`, in the order of the columns.
    pub(super) fn record_rows(&self) -> impl Iterator<Item = Row> {
        let Entry { tenant, actor, .. } = &self.entry;
        self.named.iter().map(move |record| {
            Row(vec![(&**tenant).into(), (*record).into(), self.entry_id.into(), actor.as_str().into()])
        })
    }
}
