//! The table of what waits for its time: one row for each reminder that comes round and each task that is to be told of. It says what
//! their facts say.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::IndexRows;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::waiting::{Column, Entity, Model};
use crate::domain::due::Due;
use crate::error::Error;

/// Into how many parts the clock is divided.
pub const PARTS: i64 = 16;

static WAITING: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Whose time it is.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The tenant.
    pub tenant: String,
    /// reminder or task.
    pub kind: String,
    /// The reminder or the task.
    pub id: Uuid,
    /// The part of the clock that sees to it.
    pub part: i64,
}

/// The part of the clock that sees to a record: by the low bits of its random id.
pub fn part_of(id: Uuid) -> i64 {
    i64::from(id.as_bytes().last().copied().unwrap_or_default()) % PARTS
}

/// How the table changes with a record; none when it stays.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(
    tenant: &str,
    kind: &'static str,
    id: Uuid,
    before: Option<Due>,
    after: Option<Due>,
) -> Result<Option<IndexRows>, Error> {
    if before.map(|due| due.time) == after.map(|due| due.time) {
        return Ok(None);
    }
    let row = |due: Due| {
        Row::of(&Model {
            tenant_id: tenant.to_owned(),
            entity_id: id,
            entity_kind: kind.to_owned(),
            part: part_of(id),
            due_time: due.time.as_micros(),
        })
    };
    let removed = before.map(row).transpose()?.map(|row| row.key(&WAITING));
    let added = after.map(row).transpose()?;
    Ok(Some(IndexRows { table: &WAITING, removed: removed.into_iter().collect(), added: added.into_iter().collect() }))
}

/// What of these parts is due after `after` and until `until`, the earliest first, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn due(
    database: &Database,
    parts: impl IntoIterator<Item = i64>,
    after: Instant,
    until: Instant,
    limit: u64,
) -> Result<Vec<Waiting>, Error> {
    let rows = Entity::find()
        .filter(Column::Part.is_in(parts))
        .filter(Column::DueTime.gt(after.as_micros()))
        .filter(Column::DueTime.lte(until.as_micros()))
        .order_by_asc(Column::DueTime)
        .limit(limit)
        .all(database.reader())
        .await?;
    let waiting = rows.into_iter().map(|row| Waiting {
        tenant: row.tenant_id,
        kind: row.entity_kind,
        id: row.entity_id,
        part: row.part,
    });
    Ok(waiting.collect())
}
