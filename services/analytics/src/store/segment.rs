//! The table of segments.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::{Counted, Entry, Limit, RecordChange, StateTable};
use operation::read_facts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::segment::{Column, Entity, Model};
use super::own::{self, ACTIVE, Revision};
use crate::domain::segment::{MOST_SEGMENTS, SCHEMA, Segment};
use crate::error::Error;

/// The kind of a segment's entries.
pub const KIND: &str = "segment";

/// The table, as the journal writes it.
pub static SEGMENT: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "segment_id" });

/// The limit of the segments of a tenant.
pub fn limit(tenant: &str) -> Limit {
    let sql = format!("SELECT COUNT(*) FROM segment WHERE tenant_id = $1 AND state = '{ACTIVE}'");
    let counted = Counted::Rows { sql: sql.into(), parameters: vec![tenant.into()] };
    Limit { kind: "segments".to_owned(), value: String::new(), most: MOST_SEGMENTS, counted }
}

/// A segment.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Segment>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?;
    row.map(open).transpose()
}

/// The segments of a tenant that are not deleted, by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn list(database: &Database, tenant: &str, after: Uuid, limit: usize) -> Result<Vec<Segment>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::SegmentId.gt(after))
        .filter(Column::State.eq(ACTIVE))
        .order_by_asc(Column::SegmentId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?;
    rows.into_iter().map(open).collect()
}

fn open(row: Model) -> Result<Segment, Error> {
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    let update_time = Instant::from_micros(row.update_time);
    Ok(Segment { id: row.segment_id, revision: row.revision, update_time, facts })
}

/// The segment after an entry.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn of_entry(entry: &Entry) -> Result<Segment, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    Ok(Segment { id: entry.id, revision: entry.revision, update_time: entry.time, facts })
}

/// The change that takes a segment from the revision before to `segment`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, segment: &Segment, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let Segment { id, revision, update_time, .. } = *segment;
    let (facts, deleted) = (serde_json::to_string(&segment.facts)?, segment.facts.deleted);
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        segment_id: id,
        revision,
        update_time: update_time.as_micros(),
        schema: SCHEMA,
        facts: facts.clone(),
        sealed: Vec::new(),
        state: own::state(deleted),
    })?;
    Ok(own::change(&SEGMENT, Revision { id, revision, schema: SCHEMA, facts, deleted }, row, salt))
}
