//! The table of the stages that are lost ones.

use std::collections::HashSet;
use std::sync::LazyLock;

use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::lost_stage::{Column, Entity, Model};
use crate::error::Error;

static LOST_STAGE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
/// That with which every tenant begins; of it nothing is told as long as nobody changes it.
const OF_BEGINNING: &str = "lost";

/// Keeps stages, each a tenant and a code, whose category is that of the lost for ever.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[(String, String)]) -> Result<(), database::Error> {
    let row = |(tenant, code): &(String, String)| Row::of(&Model { tenant_id: tenant.clone(), code: code.clone() });
    transaction.put(&LOST_STAGE, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// The codes of a tenant's lost stages.
///
/// # Errors
/// Those of the database.
pub async fn all(database: &Database, tenant: &str) -> Result<HashSet<String>, Error> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant)).all(database.reader()).await?;
    Ok(rows.into_iter().map(|row| row.code).chain([OF_BEGINNING.to_owned()]).collect())
}

/// Forgets all.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM lost_stage", Vec::new()).await?;
    Ok(())
}
