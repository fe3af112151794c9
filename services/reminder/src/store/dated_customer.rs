//! The table of customers whose important dates are not seen to yet.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::dated_customer::{Column, Entity, Model};
use crate::domain::back_off;
use crate::error::Error;

static DATED_CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What a revision of a customer says of its important dates.
#[derive(Clone, Debug)]
pub struct Told {
    /// The tenant.
    pub tenant: String,
    /// The customer.
    pub customer: Uuid,
    /// Its revision.
    pub revision: i64,
    /// How many dates it has.
    pub date_count: i64,
    /// How many times it could not be seen to.
    pub failures: i64,
}

/// Keeps what was told, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    transaction.put(&DATED_CUSTOMER, told.iter().map(|told| row(told, 0)).collect::<Result<_, _>>()?).await
}

/// What is to be seen to by `now`, what failed behind the rest, by tenant and customer, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn pending(database: &Database, now: Instant, limit: u64) -> Result<Vec<Told>, Error> {
    let rows = Entity::find()
        .filter(Column::NextAttemptTime.lte(now.as_micros()))
        .order_by_asc(Column::NextAttemptTime)
        .order_by_asc(Column::TenantId)
        .order_by_asc(Column::CustomerId)
        .order_by_asc(Column::Revision)
        .limit(limit)
        .all(database.reader())
        .await?;
    let told = |row: Model| Told {
        tenant: row.tenant_id,
        customer: row.customer_id,
        revision: row.revision,
        date_count: row.date_count,
        failures: row.failure_count,
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Lets go of what was seen to, and leaves what failed alone for a while.
///
/// # Errors
/// Those of the database.
pub async fn seen_to(database: &Database, seen: &[Told], failed: &[Told], now: Instant) -> Result<(), Error> {
    let keys = seen.iter().map(|told| Ok(row(told, 0)?.key(&DATED_CUSTOMER)));
    let keys = keys.collect::<Result<_, database::Error>>()?;
    let put_off = |told: &Told| {
        let failures = told.failures.saturating_add(1);
        row(&Told { failures, ..told.clone() }, now.plus_micros(back_off::pause(failures)).as_micros())
    };
    let mut transaction = database.begin().await?;
    transaction.delete(&DATED_CUSTOMER, keys).await?;
    transaction.put(&DATED_CUSTOMER, failed.iter().map(put_off).collect::<Result<_, _>>()?).await?;
    Ok(transaction.commit().await?)
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM dated_customer", Vec::new()).await?;
    Ok(())
}

fn row(told: &Told, next_attempt_time: i64) -> Result<Row, database::Error> {
    Row::of(&Model {
        tenant_id: told.tenant.clone(),
        customer_id: told.customer,
        revision: told.revision,
        date_count: told.date_count,
        failure_count: told.failures,
        next_attempt_time,
    })
}
