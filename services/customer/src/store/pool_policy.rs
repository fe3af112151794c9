//! The table of the pools' rules, one record a tenant.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Table};
use journal::{RecordChange, StateTable};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::entity::pool_policy::Entity;
use super::tenant;
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::pool::{PoolPolicy, SCHEMA};
use crate::error::Error;

/// The kind of their entries.
pub const KIND: &str = "pool_policy";

/// The table, as the journal writes it.
pub static POOL_POLICY: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "pool_policy_id" });

/// The rules at one revision; by default, those of a tenant that has never updated them.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What they say.
    pub policy: PoolPolicy,
    /// From 1; 0 for what was never written.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Option<Instant>,
}

/// The id of the record of a tenant: it is made of the tenant's name, and of no other tenant's record.
pub fn id_of(tenant: &str) -> Uuid {
    tenant::id_of(&format!("{KIND}\n{tenant}"))
}

/// The rules of a tenant's pool.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str) -> Result<Kept, Error> {
    let id = (tenant.to_owned(), id_of(tenant));
    let row = Entity::find_by_id(id).into_tuple::<Columns>().one(database.reader()).await?;
    row.map_or_else(|| Ok(Kept::default()), |row| open(&row.into()))
}

/// The rules in a record.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn open(record: &TenantRecord) -> Result<Kept, Error> {
    let policy = record.facts(SCHEMA)?;
    Ok(Kept { policy, revision: record.revision, update_time: Some(record.update_time) })
}

/// The change that makes the record say what `kept` says.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, kept: &Kept, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let record = TenantRecord {
        id: id_of(tenant),
        revision: kept.revision,
        update_time: kept.update_time.unwrap_or_default(),
        schema: SCHEMA,
        facts: serde_json::to_string(&kept.policy)?,
        sealed: Vec::new(),
    };
    Ok(record.change(tenant, &POOL_POLICY, salt))
}
