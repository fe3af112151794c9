//! The table of teams.

use std::sync::LazyLock;

use database::{Database, Table};
use journal::{RecordChange, StateTable, UniqueKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::team::{Column, Entity};
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::staff::{SCHEMA, Team};
use crate::error::Error;

/// The kind of a team's entries.
pub const KIND: &str = "team";
/// The kind of the keys that number the changes of a tenant's teams.
const CHANGE_KEY: &str = "team_change";

/// The table, as the journal writes it.
pub static TEAM: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "team_id" });

/// A team.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Team>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).into_tuple::<Columns>().one(database.reader()).await?;
    row.map(|row| open(&row.into())).transpose()
}

/// All teams of a tenant.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn all(database: &Database, tenant: &str) -> Result<Vec<Team>, Error> {
    let rows =
        Entity::find().filter(Column::TenantId.eq(tenant)).into_tuple::<Columns>().all(database.reader()).await?;
    rows.into_iter().map(|row| open(&row.into())).collect()
}

/// At most `limit` teams by id, from after the id `after` on.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn list(database: &Database, tenant: &str, after: Option<Uuid>, limit: usize) -> Result<Vec<Team>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::TeamId.gt(after.unwrap_or_default()))
        .order_by_asc(Column::TeamId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .into_tuple::<Columns>()
        .all(database.reader())
        .await?;
    rows.into_iter().map(|row| open(&row.into())).collect()
}

/// The team in a record.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn open(record: &TenantRecord) -> Result<Team, Error> {
    let TenantRecord { id, revision, update_time, .. } = *record;
    Ok(Team { id, revision, update_time, facts: record.facts(SCHEMA)? })
}

/// The change that makes a team's record say `team`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, team: &Team, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let Team { id, revision, update_time, .. } = *team;
    let facts = serde_json::to_string(&team.facts)?;
    let record = TenantRecord { id, revision, update_time, schema: SCHEMA, facts, sealed: Vec::new() };
    Ok(record.change(tenant, &TEAM, salt))
}

/// The key that the next change of a tenant's teams claims, when they are as in `teams`. Changes are numbered, so of those that
/// were decided on the same teams one is written, and the others are refused: what was decided on all teams holds.
pub fn next_change_key(teams: &[Team]) -> UniqueKey {
    let changes: i64 = teams.iter().map(|team| team.revision).sum();
    UniqueKey { kind: CHANGE_KEY, value: (changes + 1).to_be_bytes().to_vec() }
}
