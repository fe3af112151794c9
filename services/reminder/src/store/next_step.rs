//! The table of next steps that were told of and not seen to yet.

use std::sync::LazyLock;

use clock::Instant;
use database::{Row, Table, WriteTransaction};

use super::entity::next_step::{Column, Entity, Model};
use super::pending::Pending;
use crate::domain::next_step::NextStep;

static NEXT_STEP: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

impl Pending for Entity {
    const NEXT_ATTEMPT_TIME: Column = Column::NextAttemptTime;

    fn table() -> &'static Table {
        &NEXT_STEP
    }

    fn attempts(row: &Model) -> (i64, i64) {
        (row.failure_count, row.next_attempt_time)
    }
}

/// Keeps what was told, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[(&str, NextStep)]) -> Result<(), database::Error> {
    let row = |(tenant, step): &(&str, NextStep)| {
        Row::of(&Model {
            tenant_id: (*tenant).to_owned(),
            interaction_id: step.interaction,
            revision: step.revision,
            customer_id: step.customer,
            author: step.author,
            due_time: step.due.map(Instant::as_micros),
            failure_count: 0,
            next_attempt_time: 0,
        })
    };
    transaction.put(&NEXT_STEP, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// The next step in a row.
pub fn step(row: &Model) -> NextStep {
    NextStep {
        interaction: row.interaction_id,
        revision: row.revision,
        customer: row.customer_id,
        author: row.author,
        due: row.due_time.map(Instant::from_micros),
    }
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM next_step", Vec::new()).await?;
    Ok(())
}
