//! The table of endpoints.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::{ChangeKind, Counted, Entry, Limit, RecordChange, RecordKey, StateRow, StateTable};
use keyring::{KeySlot, Keyring, SubjectKey};
use operation::{Place, read_facts};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::endpoint::{Column, Entity, Model};
use crate::NAME;
use crate::domain::endpoint::{Endpoint, EndpointFacts, MOST_ENDPOINTS, SCHEMA};
use crate::error::Error;

/// The kind of an endpoint's entries.
pub const KIND: &str = "endpoint";
const ACTIVE: &str = "active";
const DELETED: &str = "deleted";

/// The table, as the journal writes it.
pub static ENDPOINT: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "endpoint_id" });

/// The limit of the endpoints of a tenant.
pub fn limit(tenant: &str) -> Limit {
    let sql = format!("SELECT COUNT(*) FROM endpoint WHERE tenant_id = $1 AND state = '{ACTIVE}'");
    let counted = Counted::Rows { sql: sql.into(), parameters: vec![tenant.into()] };
    Limit { kind: "endpoints".to_owned(), value: String::new(), most: MOST_ENDPOINTS, counted }
}

/// The row of an endpoint.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?)
}

/// The endpoints of a tenant that are not deleted, by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, tenant: &str, after: Uuid, limit: usize) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::EndpointId.gt(after))
        .filter(Column::State.eq(ACTIVE))
        .order_by_asc(Column::EndpointId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?)
}

/// The facts of all endpoints of a tenant that are not deleted.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`]; [`Error::Fault`] when a row is malformed.
pub async fn all(database: &Database, tenant: &str) -> Result<Vec<(Uuid, EndpointFacts)>, Error> {
    let rows: Vec<(Uuid, i64, String)> = Entity::find()
        .select_only()
        .columns([Column::EndpointId, Column::Schema, Column::Facts])
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::State.eq(ACTIVE))
        .into_tuple()
        .all(database.reader())
        .await?;
    rows.into_iter().map(|(id, schema, facts)| Ok((id, read_facts(schema, SCHEMA, &facts)?))).collect()
}

/// Whether the endpoint in a row is deleted.
pub fn is_deleted(row: &Model) -> bool {
    row.state == DELETED
}

/// The endpoint in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it does not open.
pub async fn open(keyring: &Keyring, row: &Model) -> Result<Endpoint, Error> {
    let (id, revision) = (row.endpoint_id, row.revision);
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    let personal = place(&row.tenant_id, id, revision).open(keyring, &row.sealed).await?;
    Ok(Endpoint { id, revision, update_time: Instant::from_micros(row.update_time), facts, personal })
}

/// The endpoint after an entry.
///
/// # Errors
/// As [`open`].
pub async fn of_entry(keyring: &Keyring, entry: &Entry) -> Result<Endpoint, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    let sealed = entry.sealed.as_deref().unwrap_or_default();
    let personal = place(&entry.tenant, entry.id, entry.revision).open(keyring, sealed).await?;
    Ok(Endpoint { id: entry.id, revision: entry.revision, update_time: entry.time, facts, personal })
}

/// The key under which the endpoint in a row is sealed.
///
/// # Errors
/// Those of the keyring.
pub async fn key(keyring: &Keyring, row: &Model) -> Result<SubjectKey, Error> {
    Ok(keyring.key(KeySlot::of_sealed(&row.sealed)?).await?)
}

/// The change that takes an endpoint from the revision before to `endpoint`.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Fault`] when it cannot be written as JSON or sealed.
pub fn change(tenant: &str, endpoint: &Endpoint, key: &SubjectKey, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let (id, revision, facts) = (endpoint.id, endpoint.revision, &endpoint.facts);
    let kept = place(tenant, id, revision).keep(facts, endpoint.personal.as_ref(), Some(key))?;
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        endpoint_id: id,
        revision,
        update_time: endpoint.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts.clone(),
        sealed: kept.sealed.clone(),
        state: if facts.deleted { DELETED } else { ACTIVE }.to_owned(),
    })?;
    let time_column = ENDPOINT.table.column("update_time");
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id },
        customer: Uuid::nil(),
        subject: id,
        expected_revision: revision - 1,
        change: match revision {
            1 => ChangeKind::Created,
            _ if facts.deleted => ChangeKind::Deleted,
            _ => ChangeKind::Updated,
        },
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        salt,
        state: StateRow { table: &ENDPOINT, row, time_columns: time_column.into_iter().collect() },
        tokens: None,
        index_rows: Vec::new(),
        sums: Vec::new(),
    })
}

fn place(tenant: &str, id: Uuid, revision: i64) -> Place<'_> {
    Place { service: NAME, tenant, kind: KIND, id, revision, subject: id }
}
