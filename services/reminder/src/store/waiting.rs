//! The table of what waits for its time: one row for each reminder that comes round and each task that is to be told of. It says what
//! their facts say.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::IndexRows;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::waiting::{Column, Entity, Model};
use super::pending::Pending;
use crate::domain::due::Due;
use crate::error::Error;

/// Into how many parts the clock is divided.
pub const PARTS: i64 = 16;

static WAITING: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

impl Pending for Entity {
    const NEXT_ATTEMPT_TIME: Column = Column::NextAttemptTime;

    fn table() -> &'static Table {
        &WAITING
    }

    fn attempts(row: &Model) -> (i64, i64) {
        (row.failure_count, row.next_attempt_time)
    }
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
            failure_count: 0,
            next_attempt_time: due.time.as_micros(),
        })
    };
    let removed = before.map(row).transpose()?.map(|row| row.key(&WAITING));
    let added = after.map(row).transpose()?;
    Ok(Some(IndexRows { table: &WAITING, removed: removed.into_iter().collect(), added: added.into_iter().collect() }))
}

/// What of these parts is to be fired after `after` and until `until`, the earliest first, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn due(
    database: &Database,
    parts: impl IntoIterator<Item = i64>,
    after: Instant,
    until: Instant,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::Part.is_in(parts))
        .filter(Column::NextAttemptTime.gt(after.as_micros()))
        .filter(Column::NextAttemptTime.lte(until.as_micros()))
        .order_by_asc(Column::NextAttemptTime)
        .limit(limit)
        .all(database.reader())
        .await?)
}
