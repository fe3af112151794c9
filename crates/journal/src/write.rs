//! What an operation asks of the writer.

use std::sync::Arc;

use database::{Document, Parameter, Row, Table, TokenIndex};
use uuid::Uuid;

use crate::ChangeKind;
use crate::tables::{IndexRows, StateRow};

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
