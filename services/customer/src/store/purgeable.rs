//! Customers that are to be removed for good, or are half removed.

use clock::Instant;
use database::Database;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::customer::{Column, Entity, Model};
use crate::error::Error;

/// The rows of customers of a tenant that were deleted before a time, the first deleted first, those after one that is given by the
/// time of its deletion and its id, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn deleted_before(
    database: &Database,
    tenant: &str,
    time: Instant,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let later = after.map(|(time, id)| {
        let at_once = Column::DeleteTime.eq(time).and(Column::CustomerId.gt(id));
        Column::DeleteTime.gt(time).or(at_once)
    });
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::DeleteTime.lt(time.as_micros()))
        // As the index says it: those that are purged already are not in it.
        .filter(Expr::cust("state <> 'purged'"))
        .filter(Condition::all().add_option(later))
        .order_by_asc(Column::DeleteTime)
        .order_by_asc(Column::CustomerId)
        .limit(limit);
    Ok(rows.all(database.reader()).await?)
}

/// Tenant and id of purged customers whose personal part was not erased yet, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn unfinished(database: &Database, limit: u64) -> Result<Vec<(String, Uuid)>, Error> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::TenantId, Column::CustomerId])
        .filter(Expr::cust("state = 'purged' AND length(sealed) > 0"))
        .limit(limit);
    Ok(rows.into_tuple().all(database.reader()).await?)
}
