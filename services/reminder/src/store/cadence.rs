//! The table of cadences.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Table};
use journal::{Counted, Entry, Limit, RecordChange, StateTable, UniqueKey};
use operation::read_facts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::cadence::{Column, Entity, Model};
use super::tenant_rule::{ACTIVE, TenantRule, facts_of};
use crate::domain::cadence::{Cadence, CadenceFacts, MOST_CADENCES, SCHEMA};
use crate::error::Error;

/// The kind of a cadence's entries.
pub const KIND: &str = "cadence";
/// The kind of the keys that stand for the customers that go by a cadence.
const CUSTOMERS_KEY: &str = "cadence_customers";

/// The table, as the journal writes it.
pub static CADENCE: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "cadence_id" });

/// The key that a stage and a level stand for: their customers have one cadence.
pub fn customers_key(facts: &CadenceFacts) -> UniqueKey {
    UniqueKey { kind: CUSTOMERS_KEY, value: [facts.stage.as_bytes(), b"\n", facts.level.as_bytes()].concat() }
}

/// The limit of the cadences of a tenant.
pub fn limit(tenant: &str) -> Limit {
    let sql = format!("SELECT COUNT(*) FROM cadence WHERE tenant_id = $1 AND state = '{ACTIVE}'");
    let counted = Counted::Rows { sql: sql.into(), parameters: vec![tenant.into()] };
    Limit { kind: "cadences".to_owned(), value: String::new(), most: MOST_CADENCES, counted }
}

/// A cadence.
///
/// # Errors
/// Those of the database; as [`of_entry`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Cadence>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?;
    row.as_ref().map(open).transpose()
}

/// The cadences of a tenant that are not deleted, by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// As [`find`].
pub async fn list(database: &Database, tenant: &str, after: Uuid, limit: usize) -> Result<Vec<Cadence>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CadenceId.gt(after))
        .filter(Column::State.eq(ACTIVE))
        .order_by_asc(Column::CadenceId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?;
    rows.iter().map(open).collect()
}

/// All cadences of a tenant that are not deleted.
///
/// # Errors
/// As [`find`].
pub async fn all(database: &Database, tenant: &str) -> Result<Vec<Cadence>, Error> {
    list(database, tenant, Uuid::nil(), usize::try_from(MOST_CADENCES).unwrap_or(usize::MAX)).await
}

fn open(row: &Model) -> Result<Cadence, Error> {
    let update_time = Instant::from_micros(row.update_time);
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    Ok(Cadence { id: row.cadence_id, revision: row.revision, update_time, facts })
}

/// The cadence after an entry.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it is malformed.
pub fn of_entry(entry: &Entry) -> Result<Cadence, Error> {
    let facts = facts_of(entry, SCHEMA)?;
    Ok(Cadence { id: entry.id, revision: entry.revision, update_time: entry.time, facts })
}

/// The change that takes a cadence from the revision before to `cadence`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, cadence: &Cadence, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let Cadence { id, revision, update_time, facts } = cadence;
    let record = TenantRule { id: *id, revision: *revision, update_time: *update_time, deleted: facts.deleted, facts };
    record.change(tenant, &CADENCE, SCHEMA, salt)
}
