//! The table of tenants of which not everything is counted by the present zone and working days yet.

use std::sync::LazyLock;

use database::{Row, Table, WriteTransaction};

use super::entity::recount::{Column, Entity, Model};
use super::pending::Pending;
use super::tenant::Told;

static RECOUNT: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

impl Pending for Entity {
    const NEXT_ATTEMPT_TIME: Column = Column::NextAttemptTime;

    fn table() -> &'static Table {
        &RECOUNT
    }

    fn attempts(row: &Model) -> (i64, i64) {
        (row.failure_count, row.next_attempt_time)
    }
}

/// Keeps the tenants that were told of, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told<'_>]) -> Result<(), database::Error> {
    let row = |told: &Told<'_>| {
        Row::of(&Model {
            tenant_id: told.tenant.to_owned(),
            revision: told.revision,
            failure_count: 0,
            next_attempt_time: 0,
        })
    };
    transaction.put(&RECOUNT, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM recount", Vec::new()).await?;
    Ok(())
}
