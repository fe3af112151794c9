//! The table of the zones of tenants.

use std::sync::LazyLock;

use database::{Database, Error, Row, Table, WriteTransaction};
use sea_orm::EntityTrait;

use super::entity::tenant_zone::{Entity, Model};
use crate::domain::zones::Zones;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// The zones of a tenant, as far as they were told.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str) -> Result<Zones, Error> {
    let row = Entity::find_by_id(tenant).one(database.reader()).await?;
    row.map_or_else(|| Ok(Zones::default()), |row| read(&row.zones))
}

/// The zones of a tenant and the revision that told them, 0 for none, in a transaction.
///
/// # Errors
/// Those of the database.
pub async fn find_in(transaction: &mut WriteTransaction, tenant: &str) -> Result<(Zones, i64), Error> {
    let sql = "SELECT zones, revision FROM tenant_zone WHERE tenant_id = $1";
    match transaction.query(sql, vec![tenant.into()]).await?.first() {
        Some(row) => Ok((read(&row.text(0)?)?, row.integer(1)?)),
        None => Ok((Zones::default(), 0)),
    }
}

/// Keeps the zones of a tenant.
///
/// # Errors
/// Those of the database.
pub async fn put(transaction: &mut WriteTransaction, tenant: &str, zones: &Zones, revision: i64) -> Result<(), Error> {
    let zones = serde_json::to_string(zones).map_err(|error| Error::Statement(error.to_string()))?;
    let row = Row::of(&Model { tenant_id: tenant.to_owned(), revision, zones })?;
    transaction.put(&TABLE, vec![row]).await
}

fn read(zones: &str) -> Result<Zones, Error> {
    serde_json::from_str(zones).map_err(|error| Error::Statement(error.to_string()))
}
