//! What an operation asks of the writer, and what it hears back.

use std::sync::Arc;

use clock::Instant;
use database::{Document, Parameter, Row, Table, TokenIndex};
use uuid::Uuid;

use crate::ChangeKind;

/// Everything that one operation changes. It happens whole or not at all.
#[derive(Clone)]
pub struct Write {
    /// The tenant.
    pub tenant: Arc<str>,
    /// Who, such as `staff:<id>`.
    pub actor: String,
    /// Why.
    pub cause: Cause,
    /// Trace id and span id of the call, 24 bytes, or none.
    pub trace: Vec<u8>,
    /// The lease under which alone it may be written.
    pub fence: Option<Fence>,
    /// Makes the write repeatable.
    pub request: Option<RequestClaim>,
    /// Keys that nobody else may have.
    pub claims: Vec<UniqueKey>,
    /// Keys that are given back.
    pub releases: Vec<UniqueKey>,
    /// What must not be done too often.
    pub limits: Vec<Limit>,
    /// The records that change, at least one.
    pub records: Vec<RecordChange>,
}

/// Why something is written; `Revert` names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cause {
    /// `call`, `import` …
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
}

/// The lease of who writes. Once another has it, nothing is written any more: whoever stood still while the lease ran out is stopped,
/// whatever it believes.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Fence {
    /// The name of the lease.
    pub lease: String,
    /// The epoch under which it was taken.
    pub epoch: i64,
}

/// A caller's request id.
#[derive(Clone, Debug)]
pub struct RequestClaim {
    /// Who asks.
    pub principal: String,
    /// The id.
    pub id: Uuid,
    /// A keyed hash of what is asked.
    pub fingerprint: [u8; 32],
}

/// A key of which a tenant has one each.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UniqueKey {
    /// The kind of the key, such as `customer_number`.
    pub kind: &'static str,
    /// The key, or a keyed hash of it where it says something of a person.
    pub value: Vec<u8>,
}

/// How often something may be done, or how much of something there may be. Writes under the same limit are written one after
/// another, in whatever process, so that none goes past it.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What is limited. A limit for a time has the time in it, such as `claims/2024-05-20`: a counter that nobody has touched for
    /// seven days begins anew.
    pub kind: String,
    /// Whose limit it is, such as the id of a member of staff.
    pub value: String,
    /// The most that there may be, with this write.
    pub most: i64,
    /// What is counted.
    pub counted: Counted,
}

/// What a limit counts.
#[derive(Clone, Debug)]
pub enum Counted {
    /// The writes that were made under it.
    Writes,
    /// What a query answers, asked when no other write under the limit is under way.
    Rows {
        /// A statement with `$1`, `$2` … for values, that answers one whole number.
        sql: Arc<str>,
        /// The values.
        parameters: Vec<Parameter>,
    },
}

/// Which record.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RecordKey {
    /// The kind, such as `customer`.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
}

/// The change of one record.
#[derive(Clone)]
pub struct RecordChange {
    /// The record.
    pub key: RecordKey,
    /// The customer that it belongs to; nil for a record of the whole tenant.
    pub customer: Uuid,
    /// The person whose key seals it; nil for none.
    pub subject: Uuid,
    /// The revision that was read; 0 for a record that is new.
    pub expected_revision: i64,
    /// What is done.
    pub change: ChangeKind,
    /// The form of facts and sealed.
    pub schema: i64,
    /// What names no person, in JSON.
    pub facts: String,
    /// The personal part, sealed for the new revision.
    pub sealed: Vec<u8>,
    /// 16 random bytes. They tell this write from any other after an unclear commit.
    pub salt: [u8; 16],
    /// The row that holds the record.
    pub state: StateRow,
    /// The record's search tokens, if they change.
    pub tokens: Option<(TokenIndex, Document)>,
    /// How the rows change by which the record is found beside its state.
    pub index_rows: Vec<IndexRows>,
    /// What the change adds to sums over many records: each time a row whose numbers are added to those of its key.
    pub sums: Vec<(&'static Table, Row)>,
}

/// How a record's rows change in a table by which records are found. The record's id is part of their key.
#[derive(Clone)]
pub struct IndexRows {
    /// The table.
    pub table: &'static Table,
    /// The keys of the rows that go.
    pub removed: Vec<Row>,
    /// The rows that come; their keys are new.
    pub added: Vec<Row>,
}

/// A table that holds the present state of records: it has the columns `tenant_id` and an id as its key, `revision`,
/// `update_time`, `facts` and `sealed`.
pub struct StateTable {
    /// The kind of its records.
    pub kind: &'static str,
    /// The table.
    pub table: Table,
    /// The name of the id's column.
    pub id_column: &'static str,
}

/// The row that holds a record.
#[derive(Clone)]
pub struct StateRow {
    /// Its table.
    pub table: &'static StateTable,
    /// Its values.
    pub row: Row,
    /// The columns, by index, that get the time of recording.
    pub time_columns: Vec<usize>,
}

/// What a write came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was written; one element per record.
    Committed(Vec<Recorded>),
    /// The request had been answered before: the answer is this revision of this record.
    Replayed {
        /// The kind of the record.
        kind: String,
        /// The record.
        id: Uuid,
        /// Its revision then.
        revision: i64,
    },
}

/// How a record was recorded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its new revision.
    pub revision: i64,
    /// The time of the entry.
    pub time: Instant,
}

/// Why a write was refused. Nothing of it was written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Another has the lease by now.
    #[error("another has the lease by now")]
    Fenced,
    /// The request id was used with another body.
    #[error("the request id was used with another body")]
    RequestReused,
    /// The record is at another revision than was read; absent when there is no such record.
    #[error("the record is at another revision")]
    Revision {
        /// Which of the records.
        record: usize,
        /// Its present revision.
        present: Option<i64>,
    },
    /// Another record has a key.
    #[error("another record has the key")]
    KeyTaken {
        /// Which of the claims.
        claim: usize,
        /// The record that has it.
        holder: Uuid,
    },
    /// As much is done, or there, as may be.
    #[error("a limit is reached")]
    LimitReached {
        /// Which of the limits.
        limit: usize,
        /// How much there is without this write.
        count: i64,
    },
}

/// Why a write did not happen, or may not have.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// A guard stood against it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The writer has ended.
    #[error("the writer has ended: the process is shutting down")]
    Ended,
}
