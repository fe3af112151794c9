//! The table of tenants: their time zones and working days.

use std::sync::LazyLock;

use calendar::WorkingDays;
use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use jiff::civil::Date;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use super::entity::tenant::{Entity, Model};
use crate::domain::zone::Zone;
use crate::error::Error;

static TENANT: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
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

/// What holds for a tenant, as told with a revision.
pub struct Told<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// The revision.
    pub revision: i64,
    /// The zones, ascending by day.
    pub zones: Vec<Period>,
    /// The working days.
    pub working_days: WorkingDays,
}

/// Keeps what was told.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told<'_>]) -> Result<(), database::Error> {
    transaction.put_newer(&TENANT, told.iter().map(row).collect::<Result<_, _>>()?).await
}

fn row(told: &Told<'_>) -> Result<Row, database::Error> {
    let unwritten = |error: serde_json::Error| database::Error::Statement(error.to_string());
    Row::of(&Model {
        tenant_id: told.tenant.to_owned(),
        revision: told.revision,
        zones: serde_json::to_string(&told.zones).map_err(unwritten)?,
        working_days: serde_json::to_string(&told.working_days).map_err(unwritten)?,
    })
}

/// The zone of a tenant at an instant.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when the row is malformed.
pub async fn zone_at(database: &Database, tenant: &str, now: Instant) -> Result<Zone, Error> {
    let row = find(database, tenant).await?;
    let periods: Vec<Period> = row.map(|row| serde_json::from_str(&row.zones)).transpose()?.unwrap_or_default();
    let holds = |period: &&Period| {
        let today = period.zone.time_zone().to_datetime(now.into()).date();
        period.valid_from.is_none_or(|first| first <= today)
    };
    let zone = periods.iter().rev().find(holds).map(|period| period.zone.clone());
    Ok(zone.unwrap_or_else(|| Zone::parse(OF_NEW_TENANTS).unwrap_or_else(|_| Zone::utc())))
}

/// The working days of a tenant.
///
/// # Errors
/// As [`zone_at`].
pub async fn working_days(database: &Database, tenant: &str) -> Result<WorkingDays, Error> {
    let row = find(database, tenant).await?;
    Ok(row.map(|row| serde_json::from_str(&row.working_days)).transpose()?.unwrap_or_default())
}

async fn find(database: &Database, tenant: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(tenant.to_owned()).one(database.reader()).await?)
}

/// Forgets all.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM tenant", Vec::new()).await?;
    Ok(())
}
