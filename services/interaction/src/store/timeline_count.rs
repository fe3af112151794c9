//! What the records of a customer add up to.

use std::sync::LazyLock;

use database::{Database, Row, Table};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::activity;
use super::entity::timeline_count::{Column, Entity, Model};
use crate::domain::activity::State;
use crate::domain::count::Count;
use crate::error::Error;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What a change of a customer's record of a kind adds to the sums; nothing when they stay as they are.
///
/// # Errors
/// [`Error::Fault`] when the row cannot be made.
pub fn change(
    tenant: &str,
    (customer, kind): (Uuid, &str),
    (before, after): (Count, Count),
) -> Result<Vec<(&'static Table, Row)>, Error> {
    let Count { records, unsettled, ratings, points } = after.since(before);
    if after == before {
        return Ok(Vec::new());
    }
    let (tenant_id, kind) = (tenant.to_owned(), kind.to_owned());
    let row = Model { tenant_id, customer_id: customer, kind, records, unsettled, ratings, points };
    Ok(vec![(&TABLE, Row::of(&row)?)])
}

/// What a customer's records add up to, by kind; kinds of which there are none are left out.
///
/// # Errors
/// Those of the database.
pub async fn of_customer(database: &Database, tenant: &str, customer: Uuid) -> Result<Vec<(String, Count)>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Records.gt(0))
        .all(database.reader())
        .await?;
    let count =
        |Model { kind, records, unsettled, ratings, points, .. }| (kind, Count { records, unsettled, ratings, points });
    Ok(rows.into_iter().map(count).collect())
}

/// When the newest live record of a kind took place.
///
/// # Errors
/// Those of the database.
pub async fn newest(database: &Database, tenant: &str, customer: Uuid, kind: &str) -> Result<Option<i64>, Error> {
    Ok(activity::Entity::find()
        .select_only()
        .column(activity::Column::OccurTime)
        .filter(activity::Column::TenantId.eq(tenant))
        .filter(activity::Column::CustomerId.eq(customer))
        .filter(activity::Column::Kind.eq(kind))
        .filter(activity::Column::State.eq(State::Active.code()))
        .order_by_desc(activity::Column::OccurTime)
        .limit(1)
        .into_tuple()
        .one(database.reader())
        .await?)
}
