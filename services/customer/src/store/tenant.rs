//! The table of tenants.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use database::{Database, Row, Table};
use journal::{ChangeKind, RecordChange, RecordKey, StateRow, StateTable};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::entity::tenant::{Entity, Model};
use crate::domain::tenant::{SCHEMA, Tenant};
use crate::error::Error;

/// The kind of a tenant's entries.
pub const KIND: &str = "tenant";

/// The table, as the journal writes it.
pub static TENANT: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "tenant_uuid" });

/// A tenant's record at one revision.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it says.
    pub tenant: Tenant,
    /// From 1; 0 for one that was never written.
    pub revision: i64,
    /// When this revision was recorded, in microseconds.
    pub update_time: i64,
}

/// The id of a tenant's record: the beginning of the SHA-256 of its name.
pub fn id_of(tenant: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, tenant.as_bytes()).as_ref()) {
        *to = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The record of a tenant, if it was ever written.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str) -> Result<Option<Kept>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id_of(tenant))).one(database.reader()).await?;
    row.map(|row| {
        if row.schema > SCHEMA {
            return Err(Error::SchemaNewer);
        }
        Ok(Kept { tenant: serde_json::from_str(&row.facts)?, revision: row.revision, update_time: row.update_time })
    })
    .transpose()
}

/// The change that makes a tenant's record say `tenant`.
///
/// # Errors
/// [`Error::Internal`] when the row cannot be made.
pub fn change(name: &str, tenant: &Tenant, expected_revision: i64, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let facts = serde_json::to_string(tenant)?;
    let row = Model {
        tenant_id: name.to_owned(),
        tenant_uuid: id_of(name),
        revision: expected_revision + 1,
        update_time: 0,
        schema: SCHEMA,
        facts: facts.clone(),
        sealed: Vec::new(),
    };
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id: row.tenant_uuid },
        customer: Uuid::nil(),
        subject: Uuid::nil(),
        expected_revision,
        change: if expected_revision == 0 { ChangeKind::Created } else { ChangeKind::Updated },
        schema: SCHEMA,
        facts,
        sealed: Vec::new(),
        salt,
        state: StateRow {
            table: &TENANT,
            row: Row::of(&row)?,
            time_columns: TENANT.table.column("update_time").into_iter().collect(),
        },
        rows: Vec::new(),
        tokens: None,
    })
}
