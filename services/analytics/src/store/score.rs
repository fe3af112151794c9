//! The tables of scores: those of customers, and what they rest on.

use std::str::FromStr;
use std::sync::LazyLock;

use conventions::violations::Bilingual;
use database::{Database, Row, Table};
use expression::{Field, Filter, Kind, Schema};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order as Direction, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, ModelTrait, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audience::Audience;
use super::backend::backend;
use super::entity::customer_score::{Column, Entity, Model};
use super::entity::{customer, score_model};
use super::records;
use super::tag::Synonyms;
use crate::domain::customer::ACTIVE;
use crate::error::Error;

static SCORE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
static MODEL: LazyLock<Table> = LazyLock::new(Table::of::<score_model::Entity>);

/// The scores by which lists are filtered and ordered.
const FIELDS: [(&str, Kind, Column); 11] = [
    ("recency_days", Kind::Integer, Column::RecencyDays),
    ("frequency", Kind::Integer, Column::Frequency),
    ("monetary", Kind::Decimal, Column::Monetary),
    ("recency_score", Kind::Integer, Column::RecencyScore),
    ("frequency_score", Kind::Integer, Column::FrequencyScore),
    ("monetary_score", Kind::Integer, Column::MonetaryScore),
    ("alive", Kind::Decimal, Column::Alive),
    ("expected_purchases", Kind::Decimal, Column::ExpectedPurchases),
    ("lifetime_value", Kind::Decimal, Column::LifetimeValue),
    ("repurchase", Kind::Decimal, Column::Repurchase),
    ("churn", Kind::Decimal, Column::Churn),
];

/// In which order scores are listed.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    by: Column,
    descending: bool,
}

/// The row after which a page begins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cursor {
    value: i64,
    customer: Uuid,
}

/// The text is no order.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be {}, with ` desc` for the highest first", names())]
pub struct UnknownOrder;

impl Bilingual for UnknownOrder {
    fn chinese(&self) -> String {
        format!("须为 {} 之一，要最高的在前请加 ` desc`", names())
    }
}

fn names() -> String {
    FIELDS.map(|(name, ..)| name).join(", ")
}

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let mut words = text.split_whitespace();
        let Some(field) = words.next() else { return Ok(Self { by: Column::LifetimeValue, descending: true }) };
        let by = FIELDS.iter().find(|(name, ..)| *name == field).map(|(.., column)| *column).ok_or(UnknownOrder)?;
        let descending = match (words.next(), words.next()) {
            (None | Some("asc"), None) => false,
            (Some("desc"), None) => true,
            _ => return Err(UnknownOrder),
        };
        Ok(Self { by, descending })
    }
}

/// The fields by which scores can be filtered: their own, and those of customers.
pub fn schema(synonyms: &Synonyms) -> Schema {
    let own = FIELDS.map(|(name, kind, column)| Field::column(name, kind, "fact", column.as_column_ref()));
    Schema::new(own.into_iter().chain(records::fields(synonyms)))
}

/// Keeps scores, as yet of a computation that nobody is answered.
///
/// # Errors
/// Those of the database.
pub async fn keep(database: &Database, scores: &[Model]) -> Result<(), Error> {
    let rows = scores.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?;
    let mut transaction = database.begin().await?;
    transaction.insert(&SCORE, rows).await?;
    Ok(transaction.commit().await?)
}

/// Answers a computation from now on and forgets those before it, unless one that was begun later is answered already; says whether it is.
///
/// # Errors
/// Those of the database.
pub async fn publish(database: &Database, model: &score_model::Model) -> Result<bool, Error> {
    let mut transaction = database.begin().await?;
    let own = || vec![model.tenant_id.as_str().into(), model.computation.into()];
    // Whoever publishes for the tenant meanwhile waits for this row.
    let first = "INSERT INTO score_model (tenant_id, computation, currency, model) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id) DO UPDATE SET tenant_id = excluded.tenant_id RETURNING computation";
    let mut parameters = own();
    parameters.extend([model.currency.as_str().into(), model.model.clone().into()]);
    let rows = transaction.query(first, parameters).await?;
    let answered = rows.first().map(|row| row.uuid(0)).transpose()?;
    let is_newer = answered.is_none_or(|answered| answered <= model.computation);
    if is_newer {
        transaction.put(&MODEL, vec![Row::of(model)?]).await?;
        let older = "DELETE FROM customer_score WHERE tenant_id = $1 AND computation < $2";
        transaction.execute(older, own()).await?;
    } else {
        let superseded = "DELETE FROM customer_score WHERE tenant_id = $1 AND computation = $2";
        transaction.execute(superseded, own()).await?;
    }
    transaction.commit().await?;
    Ok(is_newer)
}

/// What the scores of a tenant rest on, if they were computed.
///
/// # Errors
/// Those of the database.
pub async fn model(database: &Database, tenant: &str) -> Result<Option<score_model::Model>, Error> {
    Ok(score_model::Entity::find_by_id(tenant).one(database.reader()).await?)
}

/// The scores of a customer, if it is in the audience and has any.
///
/// # Errors
/// Those of the database.
pub async fn find(
    database: &Database,
    tenant: &str,
    computation: Uuid,
    audience: &Audience,
    id: Uuid,
) -> Result<Option<Model>, Error> {
    let mut select = select(tenant, computation, audience);
    let select = select.and_where(Column::CustomerId.eq(id));
    let row = database.reader().query_one(&*select).await?;
    Ok(row.map(|row| Model::from_query_result(&row, "")).transpose()?)
}

/// What is listed.
pub struct Page<'a> {
    /// Of which computation.
    pub computation: Uuid,
    /// Whose scores.
    pub audience: &'a Audience,
    /// Which.
    pub filter: Option<&'a Filter>,
    /// In which order.
    pub order: Order,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: usize,
}

/// A page of scores of customers that are live.
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, tenant: &str, page: Page<'_>) -> Result<Vec<Model>, Error> {
    let Order { by, descending } = page.order;
    let value = by_value(by);
    let direction = if descending { Direction::Desc } else { Direction::Asc };
    let beyond = page.after.map(|Cursor { value: last, customer }| {
        let further = if descending { value.clone().lt(last) } else { value.clone().gt(last) };
        let tied = Condition::all().add(value.clone().eq(last)).add(Column::CustomerId.gt(customer));
        Condition::any().add(further).add(tied)
    });
    let mut select = select(tenant, page.computation, page.audience);
    select
        .and_where(customer::Column::State.eq(ACTIVE))
        .cond_where(page.filter.map_or_else(Condition::all, |filter| filter.condition(backend(database))))
        .cond_where(Condition::all().add_option(beyond))
        .order_by_expr(value, direction)
        .order_by(Column::CustomerId.as_column_ref(), Direction::Asc)
        .limit(u64::try_from(page.limit).unwrap_or(u64::MAX));
    let rows = database.reader().query_all(&select).await?;
    Ok(rows.iter().map(|row| Model::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

impl Order {
    /// Where the page after a row begins.
    pub fn cursor(self, row: &Model) -> Cursor {
        let value = match row.get(self.by) {
            Value::BigInt(value) => value.unwrap_or(NONE),
            _ => NONE,
        };
        Cursor { value, customer: row.customer_id }
    }
}

/// What stands for a score that a customer does not have, below all others.
const NONE: i64 = -1;

fn by_value(column: Column) -> Expr {
    Expr::cust(format!("COALESCE(customer_score.{}, {NONE})", column.as_str()))
}

/// The scores of a computation of the customers in an audience.
fn select(tenant: &str, computation: Uuid, audience: &Audience) -> SelectStatement {
    let same =
        |own: Column, other: customer::Column| Expr::col(own.as_column_ref()).eq(Expr::col(other.as_column_ref()));
    let of_customer = Condition::all()
        .add(same(Column::TenantId, customer::Column::TenantId))
        .add(same(Column::CustomerId, customer::Column::CustomerId));
    let mut select = Query::select();
    select
        .columns(Column::iter().map(|column| column.as_column_ref()))
        .from(Entity)
        .inner_join(customer::Entity, of_customer)
        .cond_where(Column::TenantId.eq(tenant))
        .and_where(Column::Computation.eq(computation))
        .cond_where(audience.of_customers(tenant));
    select
}
