//! The table of the time zones of tenants.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use jiff::civil::Date;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use super::entity::tenant_zone::{Entity, Model};
use crate::domain::zone::Zone;
use crate::error::Error;

static TENANT_ZONE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
/// The zone of a tenant that never said another.
const OF_NEW_TENANTS: &str = "Asia/Shanghai";

/// A zone, and the day from which it holds.
#[derive(Debug, Deserialize, Serialize)]
pub struct Period {
    /// The zone.
    pub zone: Zone,
    /// The first day; none for the first zone.
    pub valid_from: Option<Date>,
}

/// The zones of tenants, as told with a revision.
pub struct Told<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// The revision.
    pub revision: i64,
    /// The zones, ascending by day.
    pub zones: Vec<Period>,
}

/// Keeps what was told.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told<'_>]) -> Result<(), database::Error> {
    let row = |told: &Told<'_>| {
        let zones = serde_json::to_string(&told.zones).unwrap_or_else(|_| "[]".to_owned());
        Row::of(&Model { tenant_id: told.tenant.to_owned(), revision: told.revision, zones })
    };
    transaction.put_newer(&TENANT_ZONE, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// The zone of a tenant at an instant.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when the row is malformed.
pub async fn at(database: &Database, tenant: &str, now: Instant) -> Result<Zone, Error> {
    let row = Entity::find_by_id(tenant.to_owned()).one(database.reader()).await?;
    let periods: Vec<Period> = row.map(|row| serde_json::from_str(&row.zones)).transpose()?.unwrap_or_default();
    let holds = |period: &&Period| {
        let today = period.zone.time_zone().to_datetime(now.into()).date();
        period.valid_from.is_none_or(|first| first <= today)
    };
    let zone = periods.iter().rev().find(holds).map(|period| period.zone.clone());
    Ok(zone.unwrap_or_else(|| Zone::parse(OF_NEW_TENANTS).unwrap_or_else(|_| Zone::utc())))
}

/// Forgets all.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM tenant_zone", Vec::new()).await?;
    Ok(())
}
