//! Which master keys wrapped this keyring: never the keys, only their fingerprints and fates.

use clock::Instant;
use database::Database;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::{key_page, only, tenant_key};
use crate::Error;
use crate::master::MasterKey;

/// What is recorded of one version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "master_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub fingerprint: String,
    /// Microseconds since the epoch, as the two below.
    pub first_use_time: i64,
    /// When it was found that it wraps nothing any more.
    pub rest_time: Option<i64>,
    /// When it was destroyed.
    pub destroy_time: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All versions, oldest first.
pub(crate) async fn all(database: &Database) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Version).all(database.reader()).await?)
}

pub(crate) async fn find(database: &Database, version: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(version).one(database.reader()).await?)
}

/// Records that the version wraps this keyring; answers the fingerprint that is recorded then.
pub(crate) async fn record(database: &Database, key: &MasterKey, now: Instant) -> Result<String, Error> {
    let mut transaction = database.begin().await?;
    let recorded = transaction
        .query(
            "INSERT INTO master_key (version, fingerprint, first_use_time) VALUES ($1, $2, $3)
             ON CONFLICT (version) DO UPDATE SET version = excluded.version
             RETURNING fingerprint",
            vec![key.version.into(), key.fingerprint.as_str().into(), now.as_micros().into()],
        )
        .await?;
    transaction.commit().await?;
    Ok(only(&recorded)?.text(0)?)
}

/// Whether any row is wrapped by the version.
pub(crate) async fn is_used(database: &Database, version: i64) -> Result<bool, Error> {
    let page = key_page::Entity::find().filter(key_page::Column::MasterVersion.eq(version));
    let tenant = tenant_key::Entity::find().filter(tenant_key::Column::MasterVersion.eq(version));
    Ok(page.one(database.reader()).await?.is_some() || tenant.one(database.reader()).await?.is_some())
}

/// Records since when the versions before `version` wrap nothing: since `now`, if something was just taken from them.
pub(crate) async fn rest_before(database: &Database, version: i64, now: Instant, taken: bool) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    transaction
        .execute(
            "UPDATE master_key SET rest_time = $2
             WHERE version < $1 AND destroy_time IS NULL AND (rest_time IS NULL OR $3 = 1)
               AND NOT EXISTS (SELECT 1 FROM key_page WHERE key_page.master_version = master_key.version)
               AND NOT EXISTS (SELECT 1 FROM tenant_key WHERE tenant_key.master_version = master_key.version)",
            vec![version.into(), now.as_micros().into(), i64::from(taken).into()],
        )
        .await?;
    Ok(transaction.commit().await?)
}

/// Records that the version was destroyed; the first time counts.
pub(crate) async fn record_destroyed(database: &Database, version: i64, now: Instant) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    transaction
        .execute(
            "UPDATE master_key SET destroy_time = $2 WHERE version = $1 AND destroy_time IS NULL",
            vec![version.into(), now.as_micros().into()],
        )
        .await?;
    Ok(transaction.commit().await?)
}
