//! The table of what customers and what happened with them add up to, day by day.

use std::sync::LazyLock;

use database::{Database, Error, Row, Table, WriteTransaction};
use sea_orm::sea_query::{Expr, Order};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::daily_sum::{Column, Entity, Model};
use crate::domain::report::Measure;
use crate::domain::tally::Tally;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Adds changes to the sums of a tenant. Sums of nothing are not kept.
///
/// # Errors
/// Those of the database.
pub async fn add(transaction: &mut WriteTransaction, tenant: &str, tally: Tally) -> Result<(), Error> {
    let rows = tally.changes().map(|(cell, sum)| {
        Row::of(&Model {
            tenant_id: tenant.to_owned(),
            measure: <&str>::from(cell.measure).to_owned(),
            dimension: cell.dimension.map(<&str>::from).unwrap_or_default().to_owned(),
            value: cell.value,
            currency: cell.currency,
            day: cell.day,
            owner: cell.owner.unwrap_or_default(),
            team: cell.team.unwrap_or_default(),
            count: sum.count,
            whole: sum.whole,
            millionths: sum.millionths,
        })
    });
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    transaction.add(&TABLE, rows).await?;
    let sql = "DELETE FROM daily_sum WHERE tenant_id = $1 AND count = 0";
    transaction.execute(sql, vec![tenant.into()]).await.map(drop)
}

/// The currency of most transactions of a tenant; empty where there are none.
///
/// # Errors
/// Those of the database.
pub async fn main_currency(database: &Database, tenant: &str) -> Result<String, Error> {
    let found = Entity::find()
        .select_only()
        .column(Column::Currency)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Measure.eq(<&str>::from(Measure::Sales)))
        .filter(Column::Dimension.eq(""))
        .group_by(Column::Currency)
        .order_by(Expr::cust("SUM(count)"), Order::Desc)
        .order_by_asc(Column::Currency)
        .into_tuple()
        .one(database.reader())
        .await?;
    Ok(found.unwrap_or_default())
}
