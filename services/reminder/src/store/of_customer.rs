//! What there is about one customer.

use std::collections::BTreeSet;

use customers::CustomerState;
use customers::entity::customer;
use database::Database;
use keyring::KeySlot;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::entity::{reminder, task};
use super::{reminder as reminders, task as tasks};
use crate::domain::reminder::ReminderState;
use crate::domain::task::TaskState;
use crate::error::Error;

/// Tasks about a customer that are not erased, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn unerased_tasks(
    database: &Database,
    tenant: &str,
    customer: Uuid,
    limit: u64,
) -> Result<Vec<task::Model>, Error> {
    Ok(task::Entity::find()
        .filter(task::Column::TenantId.eq(tenant))
        .filter(task::Column::CustomerId.eq(customer))
        .filter(task::Column::State.ne(tasks::state_code(TaskState::Erased)))
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// Reminders about a customer that are not erased, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn unerased_reminders(
    database: &Database,
    tenant: &str,
    customer: Uuid,
    limit: u64,
) -> Result<Vec<reminder::Model>, Error> {
    Ok(reminder::Entity::find()
        .filter(reminder::Column::TenantId.eq(tenant))
        .filter(reminder::Column::CustomerId.eq(customer))
        .filter(reminder::Column::State.ne(reminders::state_code(ReminderState::Erased)))
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// Reminders that follow the important dates of a customer.
///
/// # Errors
/// Those of the database.
pub async fn dated_reminders(database: &Database, tenant: &str, customer: Uuid) -> Result<Vec<reminder::Model>, Error> {
    Ok(reminder::Entity::find()
        .filter(reminder::Column::TenantId.eq(tenant))
        .filter(reminder::Column::CustomerId.eq(customer))
        .filter(reminder::Column::ImportantDateId.is_not_null())
        .all(database.reader())
        .await?)
}

/// Where the keys lie under which anything about a customer is sealed.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when a row is malformed.
pub async fn slots(database: &Database, tenant: &str, customer: Uuid) -> Result<Vec<KeySlot>, Error> {
    let mut sealed: Vec<Vec<u8>> = task::Entity::find()
        .select_only()
        .column(task::Column::Sealed)
        .filter(task::Column::TenantId.eq(tenant))
        .filter(task::Column::CustomerId.eq(customer))
        .into_tuple()
        .all(database.reader())
        .await?;
    let of_reminders: Vec<Vec<u8>> = reminder::Entity::find()
        .select_only()
        .column(reminder::Column::Sealed)
        .filter(reminder::Column::TenantId.eq(tenant))
        .filter(reminder::Column::CustomerId.eq(customer))
        .into_tuple()
        .all(database.reader())
        .await?;
    sealed.extend(of_reminders);
    let mut slots = BTreeSet::new();
    for sealed in sealed.iter().filter(|sealed| !sealed.is_empty()) {
        slots.insert(KeySlot::of_sealed(sealed)?.to_bytes());
    }
    Ok(slots.into_iter().filter_map(KeySlot::from_bytes).collect())
}

/// Erased customers about whom there still is something that is not, at most `limit`: tenant and id.
///
/// # Errors
/// Those of the database.
pub async fn erased_with_records(database: &Database, limit: u64) -> Result<Vec<(String, Uuid)>, Error> {
    let open = Expr::exists(about(task::Entity, task::Column::TenantId, task::Column::CustomerId, task::Column::State))
        .or(Expr::exists(about(
            reminder::Entity,
            reminder::Column::TenantId,
            reminder::Column::CustomerId,
            reminder::Column::State,
        )));
    Ok(customer::Entity::find()
        .select_only()
        .columns([customer::Column::TenantId, customer::Column::CustomerId])
        .filter(customer::Column::State.eq(CustomerState::Erased.code()))
        .filter(open)
        .limit(limit)
        .into_tuple()
        .all(database.reader())
        .await?)
}

/// The records of a table about the customer at hand that are not erased.
fn about<E: EntityTrait, C: ColumnTrait>(table: E, tenant: C, about: C, state: C) -> SelectStatement {
    let same =
        |column: C, other: customer::Column| Expr::col(column.as_column_ref()).eq(Expr::col(other.as_column_ref()));
    Query::select()
        .expr(Expr::val(1))
        .from(table)
        .and_where(same(tenant, customer::Column::TenantId))
        .and_where(same(about, customer::Column::CustomerId))
        .and_where(Expr::col(state.as_column_ref()).ne("erased"))
        .take()
}
