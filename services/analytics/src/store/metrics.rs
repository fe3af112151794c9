//! What a single customer adds up to, counted when it is asked.

use database::Database;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, Statement, Value,
};
use uuid::Uuid;

use super::backend::backend;
use super::entity::{customer, customer_collaborator, interaction};
use crate::domain::replies::Said;
use crate::error::Error;

/// The word for an interaction that the customer began.
const INBOUND: &str = "inbound";

/// Whose a customer is, and since when it is in its stage.
pub struct Owned {
    /// Who is responsible.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// Who works on it beside the owner.
    pub collaborators: Vec<Uuid>,
    /// Since when, in microseconds.
    pub stage_time: i64,
}

/// What a customer bought in a currency.
#[derive(Clone, Copy, Debug)]
pub struct Purchases {
    /// How many transactions there were.
    pub count: i64,
    /// On how many days.
    pub days: i64,
    /// The numbers of the first and the last day.
    pub first_day: i64,
    /// The last.
    pub last_day: i64,
    /// When the last was, in microseconds.
    pub last_time: Option<i64>,
    /// The whole ones of what they come to, less what was paid back.
    pub whole: i64,
    /// The millionths that each has beyond.
    pub millionths: i64,
}

/// What a customer thinks and asks.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The sum of its ratings.
    pub ratings: i64,
    /// How many there are.
    pub rated: i64,
    /// How many cases are not settled.
    pub unsettled: i64,
    /// How long the others took together, in microseconds.
    pub settling: i64,
    /// How many there are.
    pub settled: i64,
}

/// Whose a customer is.
///
/// # Errors
/// Those of the database.
pub async fn customer(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Owned>, Error> {
    let Some(row) = customer::Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await? else {
        return Ok(None);
    };
    let collaborators = customer_collaborator::Entity::find()
        .filter(customer_collaborator::Column::TenantId.eq(tenant))
        .filter(customer_collaborator::Column::CustomerId.eq(id))
        .all(database.reader())
        .await?;
    let collaborators = collaborators.into_iter().map(|row| row.staff_id).collect();
    Ok(Some(Owned { owner: row.owner, team: row.team, collaborators, stage_time: row.stage_time }))
}

/// What a customer bought in a currency.
///
/// # Errors
/// Those of the database.
pub async fn purchases(database: &Database, tenant: &str, id: Uuid, currency: &str) -> Result<Purchases, Error> {
    let sql = "SELECT COUNT(*), COUNT(DISTINCT day), COALESCE(MIN(day), 0), COALESCE(MAX(day), 0), MAX(time),
        CAST(COALESCE(SUM((total - refunded) / 1000000), 0) AS BIGINT),
        CAST(COALESCE(SUM((total - refunded) % 1000000), 0) AS BIGINT)
        FROM sale WHERE tenant_id = $1 AND customer_id = $2 AND currency = $3 AND deleted = 0";
    let row = one(database, sql, [tenant.into(), id.into(), currency.into()]).await?;
    Ok(Purchases {
        count: row.try_get_by_index(0)?,
        days: row.try_get_by_index(1)?,
        first_day: row.try_get_by_index(2)?,
        last_day: row.try_get_by_index(3)?,
        last_time: row.try_get_by_index(4)?,
        whole: row.try_get_by_index(5)?,
        millionths: row.try_get_by_index(6)?,
    })
}

/// How many interactions there were with a customer, and when the last began, in microseconds.
///
/// # Errors
/// Those of the database.
pub async fn interactions(database: &Database, tenant: &str, id: Uuid) -> Result<(i64, Option<i64>), Error> {
    let sql = "SELECT COUNT(*), MAX(time) FROM interaction WHERE tenant_id = $1 AND customer_id = $2 AND deleted = 0";
    let row = one(database, sql, [tenant.into(), id.into()]).await?;
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// What was said with a customer last and who began, at most so much, in its order.
///
/// # Errors
/// Those of the database.
pub async fn said(database: &Database, tenant: &str, id: Uuid, most: u64) -> Result<Vec<Said>, Error> {
    use interaction::Column;
    let rows: Vec<(Option<String>, i64)> = interaction::Entity::find()
        .select_only()
        .columns([Column::Direction, Column::Time])
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(id))
        .filter(Column::Deleted.eq(0))
        .filter(Column::Direction.is_not_null())
        .order_by_desc(Column::Time)
        .limit(most)
        .into_tuple()
        .all(database.reader())
        .await?;
    let said = rows.into_iter().rev().map(|(direction, time)| {
        let by_customer = direction.as_deref() == Some(INBOUND);
        Said { by_customer, time }
    });
    Ok(said.collect())
}

/// What a customer thinks and asks.
///
/// # Errors
/// Those of the database.
pub async fn service(database: &Database, tenant: &str, id: Uuid) -> Result<Service, Error> {
    let sql = "SELECT CAST(COALESCE(SUM(rating), 0) AS BIGINT), COUNT(rating)
        FROM feedback WHERE tenant_id = $1 AND customer_id = $2 AND deleted = 0";
    let feedback = one(database, sql, [tenant.into(), id.into()]).await?;
    let sql = "SELECT COUNT(*) - COUNT(resolve_time), COUNT(resolve_time),
        CAST(COALESCE(SUM(resolve_time - time), 0) AS BIGINT)
        FROM service_case WHERE tenant_id = $1 AND customer_id = $2 AND deleted = 0";
    let cases = one(database, sql, [tenant.into(), id.into()]).await?;
    Ok(Service {
        ratings: feedback.try_get_by_index(0)?,
        rated: feedback.try_get_by_index(1)?,
        unsettled: cases.try_get_by_index(0)?,
        settled: cases.try_get_by_index(1)?,
        settling: cases.try_get_by_index(2)?,
    })
}

/// The one row of a statement that adds up.
async fn one<const N: usize>(database: &Database, sql: &str, values: [Value; N]) -> Result<QueryResult, Error> {
    let statement = Statement::from_sql_and_values(backend(database), sql, values);
    let row = database.reader().query_one_raw(statement).await?;
    row.ok_or(Error::Internal("a sum has no row"))
}
