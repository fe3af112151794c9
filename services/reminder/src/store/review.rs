//! The table of customers who are to be looked at, since something was told of them.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use journal::IndexRows;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::review::{Column, Entity, Model};
use crate::domain::back_off;
use crate::error::Error;

static REVIEW: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What happened to one customer is seen to first, what concerns all of a tenant behind it.
const FIRST: i64 = 0;
const BEHIND: i64 = 1;

/// That a revision of a record says something of a customer.
#[derive(Clone, Debug)]
pub struct Told {
    /// The tenant.
    pub tenant: String,
    /// The customer.
    pub customer: Uuid,
    /// The record.
    pub record: Uuid,
    /// Its revision.
    pub revision: i64,
}

/// Keeps what was told, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    let rows = told.iter().map(|told| Row::of(&model(told, FIRST))).collect::<Result<_, _>>()?;
    transaction.put(&REVIEW, rows).await
}

/// Keeps what was told of many at once.
///
/// # Errors
/// Those of the database.
pub async fn keep_behind(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    let rows = told.iter().map(|told| Row::of(&model(told, BEHIND))).collect::<Result<_, _>>()?;
    transaction.put(&REVIEW, rows).await
}

/// How the table changes with a record that says something of a customer.
///
/// # Errors
/// [`database::Error::Statement`] when the row cannot be made.
pub fn added(told: &Told) -> Result<IndexRows, database::Error> {
    Ok(IndexRows { table: &REVIEW, removed: Vec::new(), added: vec![Row::of(&model(told, FIRST))?] })
}

/// What is to be seen to by `now`, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn pending(database: &Database, now: Instant, limit: u64) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::NextAttemptTime.lte(now.as_micros()))
        .order_by_asc(Column::NextAttemptTime)
        .order_by_asc(Column::TenantId)
        .order_by_asc(Column::CustomerId)
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// Lets go of what was seen to.
///
/// # Errors
/// Those of the database.
pub async fn seen_to(transaction: &mut WriteTransaction, seen: &[&Model]) -> Result<(), database::Error> {
    let keys = seen.iter().map(|row| Ok(Row::of(*row)?.key(&REVIEW))).collect::<Result<_, database::Error>>()?;
    transaction.delete(&REVIEW, keys).await
}

/// Leaves what failed alone for a while.
///
/// # Errors
/// Those of the database.
pub async fn put_off(
    transaction: &mut WriteTransaction,
    failed: &[&Model],
    now: Instant,
) -> Result<(), database::Error> {
    let row = |row: &&Model| {
        let failure_count = row.failure_count.saturating_add(1);
        let next_attempt_time = now.plus_micros(back_off::pause(failure_count)).as_micros();
        Row::of(&Model { failure_count, next_attempt_time, ..(*row).clone() })
    };
    transaction.put(&REVIEW, failed.iter().map(row).collect::<Result<_, _>>()?).await
}

fn model(told: &Told, next_attempt_time: i64) -> Model {
    Model {
        tenant_id: told.tenant.clone(),
        customer_id: told.customer,
        record_id: told.record,
        revision: told.revision,
        failure_count: 0,
        next_attempt_time,
    }
}
