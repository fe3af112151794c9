//! The table of customers who are to be looked at, since something was told of them.

use std::sync::LazyLock;

use database::{Row, Table, WriteTransaction};
use journal::IndexRows;
use uuid::Uuid;

use super::entity::review::{Column, Entity, Model};
use super::pending::Pending;

static REVIEW: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What happened to one customer is seen to first, what concerns all of a tenant behind it.
const FIRST: i64 = 0;
const BEHIND: i64 = 1;

impl Pending for Entity {
    const NEXT_ATTEMPT_TIME: Column = Column::NextAttemptTime;

    fn table() -> &'static Table {
        &REVIEW
    }

    fn attempts(row: &Model) -> (i64, i64) {
        (row.failure_count, row.next_attempt_time)
    }
}

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
