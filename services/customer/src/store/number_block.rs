//! The table of blocks of serials.

use std::sync::LazyLock;

use database::{Database, Row, Table};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::number_block::{Column, Entity, Model};
use crate::error::Error;

static NUMBER_BLOCK: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Notes that a block was taken.
///
/// # Errors
/// Those of the database.
pub async fn add(database: &Database, block: &Model) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    transaction.insert(&NUMBER_BLOCK, vec![Row::of(block)?]).await?;
    Ok(transaction.commit().await?)
}

/// The blocks of a date, ascending.
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, tenant: &str, date: &str) -> Result<Vec<Model>, Error> {
    let blocks = Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::Date.eq(date));
    Ok(blocks.order_by_asc(Column::FirstSerial).all(database.reader()).await?)
}

/// The dates that have blocks, ascending.
///
/// # Errors
/// Those of the database.
pub async fn dates(database: &Database, tenant: &str) -> Result<Vec<String>, Error> {
    let dates = Entity::find().select_only().column(Column::Date).distinct().filter(Column::TenantId.eq(tenant));
    Ok(dates.order_by_asc(Column::Date).into_tuple().all(database.reader()).await?)
}

/// The highest serial of a date that is in a block; 0 for none.
///
/// # Errors
/// Those of the database.
pub async fn highest_reserved(database: &Database, tenant: &str, date: &str) -> Result<i64, Error> {
    let last = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Date.eq(date))
        .order_by_desc(Column::FirstSerial)
        .one(database.reader())
        .await?;
    Ok(last.map_or(0, |block| block.last_serial))
}
