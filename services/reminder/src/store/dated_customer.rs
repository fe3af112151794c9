//! The table of customers whose important dates are not seen to yet.

use std::sync::LazyLock;

use database::{Row, Table, WriteTransaction};

use super::entity::dated_customer::{Column, Entity, Model};
use super::pending::Pending;

static DATED_CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

impl Pending for Entity {
    const NEXT_ATTEMPT_TIME: Column = Column::NextAttemptTime;

    fn table() -> &'static Table {
        &DATED_CUSTOMER
    }

    fn attempts(row: &Model) -> (i64, i64) {
        (row.failure_count, row.next_attempt_time)
    }
}

/// Keeps what was told, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Model]) -> Result<(), database::Error> {
    transaction.put(&DATED_CUSTOMER, told.iter().map(Row::of).collect::<Result<_, _>>()?).await
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM dated_customer", Vec::new()).await?;
    Ok(())
}
