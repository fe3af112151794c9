//! How far a consumer has come, partition by partition.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use database::{Database, Error, Row, Table, WriteTransaction, define};
use journal::{PARTITIONS, Place};
use sea_orm::entity::prelude::*;
use sea_orm_migration::SchemaManager;

static CHECKPOINT: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// The place after which a partition of a publisher goes on.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "feed_checkpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub publisher: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub partition: i64,
    pub sequence: i64,
    pub hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The places of a publisher's partitions.
pub(crate) type Places = BTreeMap<i64, Place>;

/// Makes the table of checkpoints, in a migration of a service that consumes. Its lease needs the table of leases, which
/// `journal::create_tables` makes too.
///
/// # Errors
/// Those of the database.
pub async fn create_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    define(
        manager,
        "CREATE TABLE feed_checkpoint (
            publisher TEXT NOT NULL,
            partition BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            hash BYTES NOT NULL,
            PRIMARY KEY (publisher, partition)
        ) CLUSTERED",
    )
    .await
}

/// How far every partition has come.
pub(crate) async fn read(database: &Database, publisher: &str) -> Result<Places, Error> {
    let rows = Entity::find().filter(Column::Publisher.eq(publisher)).all(database.reader()).await?;
    let mut places: Places = (0..PARTITIONS).map(|partition| (partition, Place::default())).collect();
    places.extend(rows.into_iter().map(|row| (row.partition, Place { sequence: row.sequence, hash: row.hash })));
    Ok(places)
}

/// Moves partitions to these places.
pub(crate) async fn put(transaction: &mut WriteTransaction, publisher: &str, moved: Places) -> Result<(), Error> {
    let rows = moved.into_iter().map(|(partition, Place { sequence, hash })| {
        Row::of(&Model { publisher: publisher.to_owned(), partition, sequence, hash })
    });
    transaction.put(&CHECKPOINT, rows.collect::<Result<_, _>>()?).await
}

/// Moves all partitions to the start.
pub(crate) async fn forget(transaction: &mut WriteTransaction, publisher: &str) -> Result<(), Error> {
    transaction.execute("DELETE FROM feed_checkpoint WHERE publisher = $1", vec![publisher.into()]).await?;
    Ok(())
}
