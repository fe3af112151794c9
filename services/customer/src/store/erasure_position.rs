//! How far the ledger's erasures were carried out in these records.

use std::sync::LazyLock;

use database::{Database, Row, Table};
use sea_orm::EntityTrait;

use super::entity::erasure_position::{Entity, Model};
use crate::NAME;
use crate::error::Error;

static ERASURE_POSITION: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// The position up to which erasures were carried out; 0 for none.
///
/// # Errors
/// Those of the database.
pub async fn get(database: &Database) -> Result<i64, Error> {
    let row = Entity::find_by_id(NAME).one(database.reader()).await?;
    Ok(row.map_or(0, |row| row.position))
}

/// Notes that erasures up to `position` were carried out.
///
/// # Errors
/// Those of the database.
pub async fn set(database: &Database, position: i64) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    let row = Row::of(&Model { name: NAME.to_owned(), position })?;
    transaction.put(&ERASURE_POSITION, vec![row]).await?;
    Ok(transaction.commit().await?)
}
