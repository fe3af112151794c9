//! How far the ledger's erasures were carried out in this keyring; restored with it, so that a replay begins early enough.

use std::sync::LazyLock;

use database::{Database, Row, Table};
use sea_orm::entity::prelude::*;

use crate::Error;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// A position in the ledger.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "erasure_position")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub service: String,
    pub position: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The position up to which a service carried erasures out; 0 for none.
pub(crate) async fn get(database: &Database, service: &str) -> Result<i64, Error> {
    let row = Entity::find_by_id(service).one(database.reader()).await?;
    Ok(row.map_or(0, |row| row.position))
}

pub(crate) async fn set(database: &Database, service: &str, position: i64) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    transaction.put(&TABLE, vec![Row::of(&Model { service: service.to_owned(), position })?]).await?;
    Ok(transaction.commit().await?)
}
