//! The table of what customers add up to, day by day.

use std::sync::LazyLock;

use database::{Error, Row, Table, WriteTransaction};

use super::entity::daily_count::{Entity, Model};
use crate::domain::tally::Tally;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Adds changes to the sums of a tenant. Sums of nothing are not kept.
///
/// # Errors
/// Those of the database.
pub async fn add(transaction: &mut WriteTransaction, tenant: &str, tally: Tally) -> Result<(), Error> {
    let rows = tally.changes().map(|(cell, count)| {
        Row::of(&Model {
            tenant_id: tenant.to_owned(),
            measure: <&str>::from(cell.measure).to_owned(),
            dimension: cell.dimension.map(<&str>::from).unwrap_or_default().to_owned(),
            value: cell.value,
            day: cell.day,
            owner: cell.owner.unwrap_or_default(),
            team: cell.team.unwrap_or_default(),
            count,
        })
    });
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    transaction.add(&TABLE, rows).await?;
    let sql = "DELETE FROM daily_count WHERE tenant_id = $1 AND count = 0";
    transaction.execute(sql, vec![tenant.into()]).await.map(drop)
}
