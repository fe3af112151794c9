//! The table of live customers by their last contact, and when to look at them again.

use std::collections::HashMap;
use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table, WriteTransaction};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::quiet_customer::{Column, Entity, Model};
use crate::error::Error;

static QUIET_CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// A customer, its last contact, and when to look at it again.
#[derive(Clone, Copy, Debug)]
pub struct Quiet {
    /// The customer.
    pub customer: Uuid,
    /// When the last contact was.
    pub last_contact: Instant,
    /// From when on it is believed that all its interactions are known.
    pub settled: Instant,
    /// When to look at it if nothing happens before.
    pub next_look: Option<Instant>,
}

/// Who is to be looked at by `now`, the earliest first, at most `limit`: tenant and customer.
///
/// # Errors
/// Those of the database.
pub async fn due(database: &Database, now: Instant, limit: u64) -> Result<Vec<(String, Uuid)>, Error> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::TenantId, Column::CustomerId])
        .filter(Column::NextLookTime.is_not_null())
        .filter(Column::NextLookTime.lte(now.as_micros()))
        .order_by_asc(Column::NextLookTime)
        .limit(limit)
        .into_tuple()
        .all(database.reader())
        .await?)
}

/// From when on all interactions of customers are believed to be known, by customer.
///
/// # Errors
/// Those of the database.
pub async fn settled(database: &Database, tenant: &str, customers: &[Uuid]) -> Result<HashMap<Uuid, Instant>, Error> {
    let ids = customers.iter().map(|id| (*id).into()).collect();
    let rows = database.find_each::<Entity>(&[(Column::TenantId, tenant.into())], Column::CustomerId, ids).await?;
    Ok(rows.into_iter().map(|row| (row.customer_id, Instant::from_micros(row.settled_time))).collect())
}

/// The customers of a tenant whose last contact was before `before`, the longest ago first, at most `limit`, from after one on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    before: Instant,
    after: Option<Quiet>,
    limit: u64,
) -> Result<Vec<Quiet>, Error> {
    let beyond = after.map(|after| {
        let tied = Column::LastContactTime.eq(after.last_contact.as_micros());
        let tied = Condition::all().add(tied).add(Column::CustomerId.gt(after.customer));
        Condition::any().add(Column::LastContactTime.gt(after.last_contact.as_micros())).add(tied)
    });
    let from = after.map_or(i64::MIN, |after| after.last_contact.as_micros());
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::LastContactTime.gte(from))
        .filter(Column::LastContactTime.lt(before.as_micros()))
        .filter(Condition::all().add_option(beyond))
        .order_by_asc(Column::LastContactTime)
        .order_by_asc(Column::CustomerId)
        .limit(limit)
        .all(database.reader())
        .await?;
    let quiet = |row: Model| Quiet {
        customer: row.customer_id,
        last_contact: Instant::from_micros(row.last_contact_time),
        settled: Instant::from_micros(row.settled_time),
        next_look: row.next_look_time.map(Instant::from_micros),
    };
    Ok(rows.into_iter().map(quiet).collect())
}

/// Keeps customers of tenants.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, quiet: &[(String, Quiet)]) -> Result<(), database::Error> {
    let rows = quiet.iter().map(|(tenant, quiet)| row(tenant, *quiet)).collect::<Result<_, _>>()?;
    transaction.put(&QUIET_CUSTOMER, rows).await
}

/// Looks at customers of a tenant no earlier than at an instant.
///
/// # Errors
/// Those of the database.
pub async fn put_off(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: &[Uuid],
    until: Instant,
) -> Result<(), database::Error> {
    for customer in customers {
        let sql = "UPDATE quiet_customer SET next_look_time = $3
            WHERE tenant_id = $1 AND customer_id = $2 AND next_look_time < $3";
        transaction.execute(sql, vec![tenant.into(), (*customer).into(), until.as_micros().into()]).await?;
    }
    Ok(())
}

/// Lets go of customers that are not live: tenant and customer.
///
/// # Errors
/// Those of the database.
pub async fn let_go(transaction: &mut WriteTransaction, gone: &[(String, Uuid)]) -> Result<(), database::Error> {
    let key = |(tenant, customer): &(String, Uuid)| Row(vec![tenant.as_str().into(), (*customer).into()]);
    transaction.delete(&QUIET_CUSTOMER, gone.iter().map(key).collect()).await
}

/// Forgets all: they are looked at anew.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM quiet_customer", Vec::new()).await?;
    Ok(())
}

fn row(tenant: &str, quiet: Quiet) -> Result<Row, database::Error> {
    Row::of(&Model {
        tenant_id: tenant.to_owned(),
        customer_id: quiet.customer,
        last_contact_time: quiet.last_contact.as_micros(),
        settled_time: quiet.settled.as_micros(),
        next_look_time: quiet.next_look.map(Instant::as_micros),
    })
}
