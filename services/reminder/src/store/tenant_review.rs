//! The table of tenants whose customers are all to be looked at, since a rule or the working days are others.

use std::sync::LazyLock;

use customers::entity::customer;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::tenant_review::{Column, Entity, Model};
use super::review::{self, Told};
use super::tenant;
use crate::error::Error;

/// The table.
pub static TENANT_REVIEW: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Customers that are noted at once.
const PAGE: u64 = 1_000;

/// The row that says that a revision of a record, of none for that of the tenant, is about all customers of a tenant.
///
/// # Errors
/// [`database::Error::Statement`] when it cannot be made.
pub fn row(tenant: &str, record: Uuid, revision: i64) -> Result<Row, database::Error> {
    Row::of(&Model { tenant_id: tenant.to_owned(), record_id: record, revision, after_customer: Uuid::nil() })
}

/// Keeps the tenants that were told of.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[tenant::Told<'_>]) -> Result<(), database::Error> {
    let rows = told.iter().map(|told| row(told.tenant, Uuid::nil(), told.revision)).collect::<Result<_, _>>()?;
    transaction.put(&TENANT_REVIEW, rows).await
}

/// Keeps every tenant of which a customer is known.
///
/// # Errors
/// Those of the database.
pub async fn keep_all(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    let tenants = transaction.query("SELECT DISTINCT tenant_id FROM customer", Vec::new()).await?;
    let rows = tenants.iter().map(|fetched| row(&fetched.text(0)?, Uuid::nil(), 0)).collect::<Result<_, _>>()?;
    transaction.put(&TENANT_REVIEW, rows).await
}

/// Whether there is a tenant whose customers are to be looked at.
///
/// # Errors
/// Those of the database.
pub async fn is_pending(database: &Database) -> Result<bool, Error> {
    Ok(Entity::find().limit(1).one(database.reader()).await?.is_some())
}

/// Notes some of the customers of a tenant whose customers are to be looked at; answers whether there was such a tenant.
///
/// # Errors
/// Those of the database.
pub async fn spread(database: &Database) -> Result<bool, Error> {
    let first = Entity::find().order_by_asc(Column::TenantId).order_by_asc(Column::RecordId).limit(1);
    let Some(mut pending) = first.one(database.reader()).await? else { return Ok(false) };
    let customers: Vec<Uuid> = customer::Entity::find()
        .select_only()
        .column(customer::Column::CustomerId)
        .filter(customer::Column::TenantId.eq(pending.tenant_id.as_str()))
        .filter(customer::Column::CustomerId.gt(pending.after_customer))
        .order_by_asc(customer::Column::CustomerId)
        .limit(PAGE)
        .into_tuple()
        .all(database.reader())
        .await?;
    let told = customers.iter().map(|customer| Told {
        tenant: pending.tenant_id.clone(),
        customer: *customer,
        record: pending.record_id,
        revision: pending.revision,
    });
    let told: Vec<_> = told.collect();
    let mut transaction = database.begin().await?;
    review::keep_behind(&mut transaction, &told).await?;
    match customers.last() {
        Some(last) => {
            pending.after_customer = *last;
            transaction.put(&TENANT_REVIEW, vec![Row::of(&pending)?]).await?;
        }
        None => transaction.delete(&TENANT_REVIEW, vec![Row::of(&pending)?.key(&TENANT_REVIEW)]).await?,
    }
    transaction.commit().await?;
    Ok(true)
}
