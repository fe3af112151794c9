//! Pages of subject keys, wrapped by a master key.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::Error;
use crate::master::{MasterKey, MasterKeys};
use crate::page::{Keys, Page};

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// A page as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_page")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Grows with every change, for compare-and-swap.
    pub version: i64,
    /// Bit by bit the slots that are shredded: in clear for operators, authenticated against everybody.
    pub shredded: i64,
    /// The version of the master key that wrapped the keys.
    pub master_version: i64,
    pub wrapped: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn wrap(id: Uuid, version: i64, shredded: u64, keys: &Keys, master: &MasterKey) -> Result<Self, Error> {
        let wrapped = master.wrap(&associated_data(id, version, shredded), keys.as_bytes())?;
        Ok(Self { id, version, shredded: shredded.cast_signed(), master_version: master.version, wrapped })
    }

    pub(crate) fn unwrap(&self, masters: &MasterKeys) -> Result<Keys, Error> {
        masters
            .get(self.master_version)?
            .unwrap(&associated_data(self.id, self.version, self.shredded()), &self.wrapped)
            .ok()
            .and_then(|keys| Keys::from_bytes(&keys))
            .ok_or_else(|| Error::Altered { row: format!("page {}", self.id) })
    }

    pub(crate) fn open(&self, masters: &MasterKeys, read_time: Instant) -> Result<Page, Error> {
        Ok(Page::new(self.unwrap(masters)?, self.shredded(), read_time))
    }

    pub(crate) fn shredded(&self) -> u64 {
        self.shredded.cast_unsigned()
    }
}

fn associated_data(id: Uuid, version: i64, shredded: u64) -> Vec<u8> {
    [b"dossier key page ", id.as_bytes() as &[u8], &version.to_be_bytes(), &shredded.to_be_bytes()].concat()
}

pub(crate) async fn find(database: &Database, id: Uuid) -> Result<Model, Error> {
    Entity::find_by_id(id).one(database.reader()).await?.ok_or(Error::Missing { page: id })
}

/// Pages that an older version of the master key wrapped.
pub(crate) async fn wrapped_before(database: &Database, master_version: i64, limit: u64) -> Result<Vec<Model>, Error> {
    let older = Entity::find().filter(Column::MasterVersion.lt(master_version)).order_by_asc(Column::MasterVersion);
    Ok(older.limit(limit).all(database.reader()).await?)
}

pub(crate) async fn insert(database: &Database, pages: &[Model]) -> Result<(), Error> {
    let rows = pages.iter().map(Row::of).collect::<Result<_, _>>()?;
    let mut transaction = database.begin().await?;
    transaction.insert(&TABLE, rows).await?;
    Ok(transaction.commit().await?)
}

/// Replaces the version before this one; answers whether it was still there.
pub(crate) async fn replace(transaction: &mut WriteTransaction, page: Model) -> Result<bool, Error> {
    let replaced = transaction
        .execute(
            "UPDATE key_page SET version = $2, shredded = $3, master_version = $4, wrapped = $5
             WHERE id = $1 AND version = $2 - 1",
            vec![
                page.id.into(),
                page.version.into(),
                page.shredded.into(),
                page.master_version.into(),
                page.wrapped.into(),
            ],
        )
        .await?;
    Ok(replaced == 1)
}
