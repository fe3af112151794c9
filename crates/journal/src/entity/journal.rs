//! The entries. Never updated.

use sea_orm::entity::prelude::*;

/// One change of one record.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Assigned by the database after the record was locked, so ascending within a record.
    #[sea_orm(primary_key)]
    pub position: i64,
    /// Where in the order of the feed.
    pub partition: i64,
    /// The tenant.
    pub tenant_id: String,
    /// The customer that the record belongs to; nil for a record of the whole tenant.
    pub customer_id: Uuid,
    /// The person whose key seals the record; nil for none.
    pub subject_id: Uuid,
    /// The kind of the record, such as `customer`.
    pub entity_kind: String,
    /// The record.
    pub entity_id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// What was done, see [`crate::ChangeKind`].
    pub change_kind: String,
    /// The form of `facts` and `sealed`.
    pub schema: i64,
    /// Why: `call`, `import` …
    pub cause_kind: String,
    /// Which call, which import.
    pub cause_id: Uuid,
    /// Who, such as `staff:<id>`.
    pub actor: String,
    /// When, in microseconds; ascending within a record.
    pub record_time: i64,
    /// The caller's request id; nil for none.
    pub request_id: Uuid,
    /// Trace id and span id of the call, 24 bytes, or none.
    pub trace: Vec<u8>,
    /// What names no person, in JSON. Absent when purged.
    pub facts: Option<String>,
    /// The personal part, encrypted. Absent when purged.
    pub sealed: Option<Vec<u8>>,
    /// Hashed together with each body, so that a purged body cannot be guessed. Absent when purged.
    pub salt: Option<Vec<u8>>,
    /// SHA-256 of salt and facts.
    pub facts_hash: Vec<u8>,
    /// SHA-256 of salt and sealed.
    pub sealed_hash: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
