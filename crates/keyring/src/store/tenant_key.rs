//! The key of each tenant, wrapped by a master key.

use database::{Database, WriteTransaction};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use zeroize::Zeroizing;

use super::only;
use crate::Error;
use crate::master::{MasterKey, MasterKeys};

/// A tenant's key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The version of the master key that wrapped it.
    pub master_version: i64,
    pub wrapped: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn wrap(tenant: &str, secret: &[u8], master: &MasterKey) -> Result<Self, Error> {
        let wrapped = master.wrap(&associated_data(tenant), secret)?;
        Ok(Self { tenant_id: tenant.to_owned(), master_version: master.version, wrapped })
    }

    pub(crate) fn unwrap(&self, masters: &MasterKeys) -> Result<Zeroizing<Vec<u8>>, Error> {
        masters
            .get(self.master_version)?
            .unwrap(&associated_data(&self.tenant_id), &self.wrapped)
            .map_err(|_| Error::Altered { row: format!("the key of tenant {}", self.tenant_id) })
    }
}

fn associated_data(tenant: &str) -> Vec<u8> {
    [b"dossier tenant key ", tenant.as_bytes()].concat()
}

pub(crate) async fn find(database: &Database, tenant: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(tenant).one(database.reader()).await?)
}

/// Keys that an older version of the master key wrapped.
pub(crate) async fn wrapped_before(database: &Database, master_version: i64, limit: u64) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().filter(Column::MasterVersion.lt(master_version)).limit(limit).all(database.reader()).await?)
}

/// Adds the key unless the tenant has one; answers the one that it has then.
pub(crate) async fn insert_or_find(database: &Database, key: Model) -> Result<Model, Error> {
    let mut transaction = database.begin().await?;
    let kept = transaction
        .query(
            "INSERT INTO tenant_key (tenant_id, master_version, wrapped) VALUES ($1, $2, $3)
             ON CONFLICT (tenant_id) DO UPDATE SET tenant_id = excluded.tenant_id
             RETURNING master_version, wrapped",
            vec![key.tenant_id.as_str().into(), key.master_version.into(), key.wrapped.into()],
        )
        .await?;
    transaction.commit().await?;
    let kept = only(&kept)?;
    Ok(Model { tenant_id: key.tenant_id, master_version: kept.integer(0)?, wrapped: kept.bytes(1)? })
}

/// Replaces the key's wrapping; answers whether it was still that of `master_version`.
pub(crate) async fn replace(
    transaction: &mut WriteTransaction,
    master_version: i64,
    key: Model,
) -> Result<bool, Error> {
    let replaced = transaction
        .execute(
            "UPDATE tenant_key SET master_version = $2, wrapped = $3 WHERE tenant_id = $1 AND master_version = $4",
            vec![key.tenant_id.into(), key.master_version.into(), key.wrapped.into(), master_version.into()],
        )
        .await?;
    Ok(replaced == 1)
}
