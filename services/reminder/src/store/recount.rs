//! The table of tenants of which not everything is counted by the present working days yet.

use std::sync::LazyLock;

use database::{Database, Row, Table, WriteTransaction};
use sea_orm::EntityTrait;

use super::entity::recount::{Entity, Model};
use super::tenant::Told;
use crate::error::Error;

static RECOUNT: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Keeps the tenants that were told of, to be seen to.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told<'_>]) -> Result<(), database::Error> {
    let row = |told: &Told<'_>| Row::of(&Model { tenant_id: told.tenant.to_owned(), revision: told.revision });
    transaction.put_newer(&RECOUNT, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// The tenants that are not seen to yet, each with the revision that told of it.
///
/// # Errors
/// Those of the database.
pub async fn pending(database: &Database) -> Result<Vec<(String, i64)>, Error> {
    let rows = Entity::find().all(database.reader()).await?;
    Ok(rows.into_iter().map(|row| (row.tenant_id, row.revision)).collect())
}

/// Lets go of a tenant, unless it was told of anew meanwhile.
///
/// # Errors
/// Those of the database.
pub async fn seen_to(database: &Database, tenant: &str, revision: i64) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    let sql = "DELETE FROM recount WHERE tenant_id = $1 AND revision = $2";
    transaction.execute(sql, vec![tenant.into(), revision.into()]).await?;
    Ok(transaction.commit().await?)
}

/// Forgets all that is not seen to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM recount", Vec::new()).await?;
    Ok(())
}
