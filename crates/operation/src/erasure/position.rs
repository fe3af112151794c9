//! How far the ledger's erasures were carried out, in the records and in the keyring; restored with each of them, so that a replay
//! begins early enough.

use std::sync::LazyLock;

use database::{Row, Table};
use foundation::Records;
use sea_orm::entity::prelude::*;
use sea_orm_migration::SchemaManager;

use crate::Error;

static ERASURE_POSITION: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// A position in the ledger.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "erasure_position")]
pub struct Model {
    /// Always the name of the service.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Erasures up to this were carried out.
    pub position: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Makes the table of the position, in a migration of a service that keeps personal data.
///
/// # Errors
/// Those of the database.
pub async fn create_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    database::define(
        manager,
        "CREATE TABLE erasure_position (
            name TEXT NOT NULL PRIMARY KEY,
            position BIGINT NOT NULL
        )",
    )
    .await
}

/// The position up to which erasures were carried out in both; 0 for none.
pub(super) async fn get<O>(records: &Records) -> Result<i64, Error<O>> {
    let row = Entity::find_by_id(records.service).one(records.database().reader()).await?;
    let in_keyring = records.keyring.erasure_position(records.service).await?;
    Ok(row.map_or(0, |row| row.position).min(in_keyring))
}

/// Notes that erasures up to `position` were carried out in both.
pub(super) async fn set<O>(records: &Records, position: i64) -> Result<(), Error<O>> {
    let mut transaction = records.database().begin().await?;
    let row = Row::of(&Model { name: records.service.to_owned(), position })?;
    transaction.put(&ERASURE_POSITION, vec![row]).await?;
    transaction.commit().await?;
    Ok(records.keyring.set_erasure_position(records.service, position).await?)
}
