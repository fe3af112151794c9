//! What there is of one customer, as their feed tells.

use customers::CustomerState;
use customers::entity::customer::{Column, Entity};
use database::Database;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::entity::activity;
use crate::domain::activity::State;
use crate::error::Error;

/// Erased customers of whose records some still have a personal part, at most `limit`: tenant and id.
///
/// # Errors
/// Those of the database.
pub async fn erased_with_records(database: &Database, limit: u64) -> Result<Vec<(String, Uuid)>, Error> {
    let records = Query::select()
        .expr(Expr::val(1))
        .from(activity::Entity)
        .and_where(same(activity::Column::TenantId, Column::TenantId))
        .and_where(same(activity::Column::CustomerId, Column::CustomerId))
        .and_where(Expr::col(activity::Column::State.as_column_ref()).ne(State::Erased.code()))
        .take();
    Ok(Entity::find()
        .select_only()
        .columns([Column::TenantId, Column::CustomerId])
        .filter(Column::State.eq(CustomerState::Erased.code()))
        .filter(Expr::exists(records))
        .limit(limit)
        .into_tuple()
        .all(database.reader())
        .await?)
}

pub(super) fn same(column: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}
