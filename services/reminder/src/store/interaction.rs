//! The table of interactions: when each began.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::interaction::{Column, Entity, Model};
use crate::error::Error;

static INTERACTION: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What a revision of an interaction says of its time.
#[derive(Clone, Debug)]
pub struct Told {
    /// The tenant.
    pub tenant: String,
    /// The interaction.
    pub interaction: Uuid,
    /// Its revision.
    pub revision: i64,
    /// The customer.
    pub customer: Uuid,
    /// When it began; none when it is not live.
    pub start: Option<Instant>,
}

/// Keeps what was told.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    let row = |told: &Told| {
        Row::of(&Model {
            tenant_id: told.tenant.clone(),
            interaction_id: told.interaction,
            revision: told.revision,
            customer_id: told.customer,
            start_time: told.start.map(Instant::as_micros),
        })
    };
    transaction.put_newer(&INTERACTION, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// Whether a newer revision of an interaction was told of than this one.
///
/// # Errors
/// Those of the database.
pub async fn is_newer(database: &Database, tenant: &str, interaction: Uuid, revision: i64) -> Result<bool, Error> {
    let newest = Entity::find_by_id((tenant.to_owned(), interaction)).one(database.reader()).await?;
    Ok(newest.is_some_and(|newest| newest.revision > revision))
}

/// When the last interaction with a customer began; none before the first.
///
/// # Errors
/// Those of the database.
pub async fn last(database: &Database, tenant: &str, customer: Uuid) -> Result<Option<Instant>, Error> {
    let last: Option<i64> = Entity::find()
        .select_only()
        .column(Column::StartTime)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::StartTime.is_not_null())
        .order_by_desc(Column::StartTime)
        .limit(1)
        .into_tuple()
        .one(database.reader())
        .await?;
    Ok(last.map(Instant::from_micros))
}

/// Forgets all.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM interaction", Vec::new()).await?;
    Ok(())
}
