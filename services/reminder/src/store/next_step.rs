//! The table of next steps that were told of and not seen to yet.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use super::entity::next_step::{Column, Entity, Model};
use crate::domain::next_step::NextStep;
use crate::error::Error;

static NEXT_STEP: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Keeps what was told, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[(&str, NextStep)]) -> Result<(), database::Error> {
    let rows = told.iter().map(|(tenant, step)| row(tenant, step)).collect::<Result<_, _>>()?;
    transaction.put(&NEXT_STEP, rows).await
}

/// What is not seen to yet, each interaction by its revisions, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn pending(database: &Database, limit: u64) -> Result<Vec<(String, NextStep)>, Error> {
    let rows = Entity::find()
        .order_by_asc(Column::TenantId)
        .order_by_asc(Column::InteractionId)
        .order_by_asc(Column::Revision)
        .limit(limit)
        .all(database.reader())
        .await?;
    let step = |row: Model| NextStep {
        interaction: row.interaction_id,
        revision: row.revision,
        customer: row.customer_id,
        author: row.author,
        due: row.due_time.map(Instant::from_micros),
    };
    Ok(rows.into_iter().map(|row| (row.tenant_id.clone(), step(row))).collect())
}

/// Lets go of what was seen to.
///
/// # Errors
/// Those of the database.
pub async fn seen_to(database: &Database, seen: &[(&String, &NextStep)]) -> Result<(), Error> {
    let keys = seen.iter().map(|(tenant, step)| Ok(row(tenant, step)?.key(&NEXT_STEP)));
    let keys = keys.collect::<Result<_, database::Error>>()?;
    let mut transaction = database.begin().await?;
    transaction.delete(&NEXT_STEP, keys).await?;
    Ok(transaction.commit().await?)
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM next_step", Vec::new()).await?;
    Ok(())
}

fn row(tenant: &str, step: &NextStep) -> Result<Row, database::Error> {
    Row::of(&Model {
        tenant_id: tenant.to_owned(),
        interaction_id: step.interaction,
        revision: step.revision,
        customer_id: step.customer,
        author: step.author,
        due_time: step.due.map(Instant::as_micros),
    })
}
