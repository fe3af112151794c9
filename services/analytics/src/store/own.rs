//! Records that the tenant makes here. They belong to no customer, and nothing of them is personal.

use database::Row;
use journal::{ChangeKind, RecordChange, RecordKey, StateRow, StateTable};
use uuid::Uuid;

/// The word for a record in use.
pub const ACTIVE: &str = "active";
/// The word for one that was deleted.
pub const DELETED: &str = "deleted";

/// A revision of a record.
pub struct Revision {
    /// The record.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// The form of the facts.
    pub schema: i64,
    /// What it is, in JSON.
    pub facts: String,
    /// Whether it is deleted by then.
    pub deleted: bool,
}

/// The word for the state of a record.
pub fn state(deleted: bool) -> String {
    if deleted { DELETED } else { ACTIVE }.to_owned()
}

/// The change that takes a record from the revision before to this one, which a row holds.
pub fn change(table: &'static StateTable, revision: Revision, row: Row, salt: [u8; 16]) -> RecordChange {
    let Revision { id, revision, schema, facts, deleted } = revision;
    RecordChange {
        key: RecordKey { kind: table.kind, id },
        customer: Uuid::nil(),
        subject: Uuid::nil(),
        expected_revision: revision - 1,
        change: match revision {
            1 => ChangeKind::Created,
            _ if deleted => ChangeKind::Deleted,
            _ => ChangeKind::Updated,
        },
        schema,
        facts,
        sealed: Vec::new(),
        salt,
        state: StateRow { table, row, time_columns: table.table.column("update_time").into_iter().collect() },
        tokens: None,
        index_rows: Vec::new(),
        sums: Vec::new(),
    }
}
