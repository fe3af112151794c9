//! The table of customers, as their feed tells, and by whom they are worked on.

use std::collections::HashMap;
use std::sync::LazyLock;

use database::{Database, Parameter, Row, Table, WriteTransaction};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::entity::activity;
use super::entity::customer::{Column, Entity, Model};
use super::entity::customer_collaborator as collaborator;
use crate::customers::{Customer, CustomerState};
use crate::domain::activity::State;
use crate::error::Error;

static CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
static COLLABORATOR: LazyLock<Table> = LazyLock::new(Table::of::<collaborator::Entity>);

/// What the feed has told of the customer of an id or a number.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when the row is malformed.
pub async fn find(database: &Database, tenant: &str, key: &str) -> Result<Option<Customer>, Error> {
    let found = match Uuid::try_parse(key) {
        Ok(id) => Entity::find_by_id((tenant.to_owned(), id)),
        Err(_) => Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::CustomerNumber.eq(key)),
    };
    found.one(database.reader()).await?.map(customer).transpose()
}

/// What the feed has told of customers, by id.
///
/// # Errors
/// As [`find`].
pub async fn find_many(
    database: &Database,
    tenant: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Customer>, Error> {
    let ids = ids.into_iter().map(Into::into).collect();
    let rows = database.find_each::<Entity>(&[(Column::TenantId, tenant.into())], Column::CustomerId, ids).await?;
    rows.into_iter().map(|row| Ok((row.customer_id, customer(row)?))).collect()
}

fn customer(row: Model) -> Result<Customer, Error> {
    Ok(Customer {
        id: row.customer_id,
        state: CustomerState::of_code(&row.state).ok_or(Error::Internal("a customer in no known state"))?,
        owner: row.owner,
        team: row.team,
        collaborators: serde_json::from_str(&row.collaborators)?,
    })
}

/// A customer that the feed told of.
pub struct Told {
    /// The tenant.
    pub tenant: String,
    /// The revision.
    pub revision: i64,
    /// The number.
    pub number: String,
    /// The customer.
    pub customer: Customer,
}

/// Keeps what the feed told.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    let (mut rows, mut collaborators) = (Vec::with_capacity(told.len()), Vec::new());
    for Told { tenant, revision, number, customer } in told {
        rows.push(Row::of(&Model {
            tenant_id: tenant.clone(),
            customer_id: customer.id,
            revision: *revision,
            customer_number: number.clone(),
            state: customer.state.code().to_owned(),
            owner: customer.owner,
            team: customer.team,
            collaborators: serde_json::to_string(&customer.collaborators).unwrap_or_else(|_| "[]".to_owned()),
        })?);
        for staff in &customer.collaborators {
            let row = collaborator::Model { tenant_id: tenant.clone(), staff_id: *staff, customer_id: customer.id };
            collaborators.push(Row::of(&row)?);
        }
        // A new customer has no rows that would have to go.
        if *revision > 1 {
            let who: Vec<Parameter> = vec![tenant.as_str().into(), customer.id.into()];
            let sql = "DELETE FROM customer_collaborator WHERE tenant_id = $1 AND customer_id = $2";
            transaction.execute(sql, who).await?;
        }
    }
    transaction.put_newer(&CUSTOMER, rows).await?;
    transaction.put(&COLLABORATOR, collaborators).await
}

/// Forgets all customers.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    for sql in ["DELETE FROM customer", "DELETE FROM customer_collaborator"] {
        transaction.execute(sql, Vec::new()).await?;
    }
    Ok(())
}

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
