//! What customers bought, day by day, read from their sales.

use database::Database;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::entity::sale::{Column, Entity};
use crate::domain::purchases::{History, PurchaseDay};
use crate::error::Error;

/// How many days of customers are read at once. Nobody buys on more.
const PAGE: usize = 100_000;

/// The purchases of all customers of a tenant in a currency until a day, by customer. What was paid back is taken off; a sale of which all
/// was paid back is none.
///
/// # Errors
/// Those of the database.
pub async fn histories(
    database: &Database,
    tenant: &str,
    currency: &str,
    last_day: i64,
) -> Result<Vec<History>, Error> {
    let mut histories: Vec<History> = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let mut select = Query::select();
        select
            .column(Column::CustomerId)
            .column(Column::Day)
            .expr(Expr::cust("COUNT(*)"))
            .expr(Expr::cust("CAST(SUM((total - refunded) / 1000000) AS BIGINT)"))
            .expr(Expr::cust("CAST(SUM((total - refunded) % 1000000) AS BIGINT)"))
            .from(Entity)
            .cond_where(Column::TenantId.eq(tenant))
            .and_where(Column::CustomerId.gt(after))
            .and_where(Column::Currency.eq(currency))
            .and_where(Column::Deleted.eq(0))
            .and_where(Column::Day.lte(last_day))
            .and_where(Column::Total.into_expr().gt(Column::Refunded.into_expr()))
            .add_group_by([Column::CustomerId.into_expr(), Column::Day.into_expr()])
            .order_by(Column::CustomerId, Order::Asc)
            .order_by(Column::Day, Order::Asc)
            .limit(u64::try_from(PAGE).unwrap_or(u64::MAX));
        let rows = database.reader().query_all(&select).await?;
        let is_last = rows.len() < PAGE;
        let mut page: Vec<History> = Vec::new();
        for row in &rows {
            let (customer, day) = read(row)?;
            match page.last_mut() {
                Some(history) if history.customer == customer => history.days.push(day),
                _ => page.push(History { customer, days: vec![day] }),
            }
        }
        // The days of the last customer may go on.
        if !is_last && page.len() > 1 {
            page.pop();
        }
        let Some(last) = page.last() else { return Ok(histories) };
        after = last.customer;
        histories.extend(page);
        if is_last {
            return Ok(histories);
        }
    }
}

fn read(row: &QueryResult) -> Result<(Uuid, PurchaseDay), Error> {
    let [whole, millionths] = [row.try_get_by_index::<i64>(3)?, row.try_get_by_index(4)?].map(i128::from);
    let day = PurchaseDay {
        day: row.try_get_by_index(1)?,
        purchases: row.try_get_by_index(2)?,
        amount: whole * 1_000_000 + millionths,
    };
    Ok((row.try_get_by_index(0)?, day))
}
