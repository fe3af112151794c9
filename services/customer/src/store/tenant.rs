//! The table of tenants.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use clock::Instant;
use database::{Database, Table};
use journal::{RecordChange, StateTable};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::entity::tenant::Entity;
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::tenant::{SCHEMA, Tenant};
use crate::error::Error;

/// The kind of a tenant's entries.
pub const KIND: &str = "tenant";

/// The table, as the journal writes it.
pub static TENANT: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "tenant_uuid" });

/// A tenant's record at one revision; by default, that of a tenant that was never updated.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What it says.
    pub tenant: Tenant,
    /// From 1; 0 for one that was never written.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Option<Instant>,
}

/// The id of a tenant's record: the beginning of the SHA-256 of its name.
pub fn id_of(tenant: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, tenant.as_bytes()).as_ref()) {
        *to = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The record of a tenant.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str) -> Result<Kept, Error> {
    let id = (tenant.to_owned(), id_of(tenant));
    let row = Entity::find_by_id(id).into_tuple::<Columns>().one(database.reader()).await?;
    row.map_or_else(|| Ok(Kept::default()), |row| open(&row.into()))
}

/// The tenants that were ever updated, by name.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn all(database: &Database) -> Result<Vec<(String, Kept)>, Error> {
    let rows = Entity::find().into_tuple::<Columns>().all(database.reader()).await?;
    rows.into_iter().map(|row| Ok((row.0.clone(), open(&row.into())?))).collect()
}

/// The tenant in a record.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn open(record: &TenantRecord) -> Result<Kept, Error> {
    let tenant = record.facts(SCHEMA)?;
    Ok(Kept { tenant, revision: record.revision, update_time: Some(record.update_time) })
}

/// The change that makes a tenant's record say what `kept` says.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(name: &str, kept: &Kept, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let record = TenantRecord {
        id: id_of(name),
        revision: kept.revision,
        update_time: kept.update_time.unwrap_or_default(),
        schema: SCHEMA,
        facts: serde_json::to_string(&kept.tenant)?,
        sealed: Vec::new(),
    };
    Ok(record.change(name, &TENANT, salt))
}
