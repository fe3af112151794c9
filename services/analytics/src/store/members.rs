//! Who belongs to a segment: an expression over what customers are and what they add up to, evaluated by the database when it is asked.

mod description;
mod metrics;

use std::collections::BTreeSet;

use access::Action;
use database::Database;
pub use description::{DIMENSIONS, counted, medians};
use expression::{Filter, Schema};
pub use metrics::Metric;
use metrics::{METRICS, Source};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoCondition, JoinType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, IdenStatic, Iterable};
use uuid::Uuid;

use super::audience::Audience;
use super::backend::backend;
use super::entity::customer;
use super::records;
use super::tag::Synonyms;
use crate::domain::customer::ACTIVE;
use crate::error::Error;

/// The field that, when it is named, finds customers that are not live.
const STATE: &str = "state";

/// What is asked of customers.
#[derive(Clone, Copy)]
pub struct Membership<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// Who belongs to it.
    pub filter: &'a Filter,
    /// Purchases in which currency are looked at.
    pub currency: &'a str,
    /// The number of the present day.
    pub today: i64,
    /// The scores that were computed last; the id of all zeros where none were.
    pub computation: Uuid,
    /// Other customers are not looked at.
    pub audience: &'a Audience,
}

/// The fields by which a segment can be defined: those of customers, and their metrics.
pub fn schema(synonyms: &Synonyms) -> Schema {
    Schema::new(records::fields(synonyms).into_iter().chain(METRICS.iter().map(Metric::field)))
}

/// The actions that must be allowed on a customer before an expression over its metrics may say anything of it.
pub fn actions(filter: &Filter) -> Vec<Action> {
    let paths = filter.paths();
    let sources: BTreeSet<_> =
        METRICS.iter().filter(|metric| paths.contains(&metric.path)).map(|metric| metric.source).collect();
    let mut actions: Vec<_> = sources.into_iter().map(Source::action).collect();
    actions.dedup();
    actions
}

/// How many customers belong to a segment.
///
/// # Errors
/// Those of the database.
pub async fn size(database: &Database, membership: Membership<'_>) -> Result<i64, Error> {
    let mut select = membership.customers(&[]);
    select.cond_where(membership.condition(database)).expr(Expr::cust("COUNT(*)"));
    number(database, &select).await
}

/// How many customers are looked at.
///
/// # Errors
/// Those of the database.
pub async fn customers(database: &Database, membership: Membership<'_>) -> Result<i64, Error> {
    let mut select = membership.customers(&[]);
    number(database, select.expr(Expr::cust("COUNT(*)"))).await
}

/// The customers that belong to a segment, after one, at most `limit`, by id.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    membership: Membership<'_>,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Uuid>, Error> {
    let beyond = after.map(|after| customer::Column::CustomerId.gt(after));
    ids(database, membership, beyond, Order::Asc, limit).await
}

/// Customers that belong to a segment, those created last first.
///
/// # Errors
/// Those of the database.
pub async fn newest(database: &Database, membership: Membership<'_>, limit: usize) -> Result<Vec<Uuid>, Error> {
    ids(database, membership, None, Order::Desc, limit).await
}

async fn ids(
    database: &Database,
    membership: Membership<'_>,
    beyond: Option<Expr>,
    order: Order,
    limit: usize,
) -> Result<Vec<Uuid>, Error> {
    let id = customer::Column::CustomerId;
    let mut select = membership.customers(&[]);
    select
        .column(id.as_column_ref())
        .cond_where(membership.condition(database))
        .cond_where(Condition::all().add_option(beyond))
        .order_by(id.as_column_ref(), order)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX));
    let rows = database.reader().query_all(&select).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

async fn number(database: &Database, select: &SelectStatement) -> Result<i64, Error> {
    let row = database.reader().query_one(select).await?.ok_or(Error::Internal("a sum has no row"))?;
    Ok(row.try_get_by_index(0)?)
}

impl Membership<'_> {
    /// Whether a customer belongs to the segment, as a condition on [`Membership::customers`]; NULL counts as no.
    fn condition(&self, database: &Database) -> Condition {
        self.filter.condition(backend(database))
    }

    /// The customers that are looked at, with the metrics that the expression and `besides` name; nothing is selected yet.
    fn customers(&self, besides: &[&Metric]) -> SelectStatement {
        let paths = self.filter.paths();
        let metrics = METRICS.iter().filter(|metric| paths.contains(&metric.path) || besides.contains(metric));
        let (mut inner, mut joined) = (Query::select(), BTreeSet::new());
        inner
            .columns(customer::Column::iter().map(|column| column.as_column_ref()))
            .from(customer::Entity)
            .cond_where(customer::Column::TenantId.eq(self.tenant));
        for metric in metrics {
            inner.expr_as(Expr::cust(metric.value), metric.path);
            if joined.insert(metric.source) {
                let name = <&str>::from(metric.source);
                let id = customer::Column::CustomerId;
                let same = Expr::col((name, id.as_str())).eq(Expr::col(id.as_column_ref()));
                inner.join_subquery(JoinType::LeftJoin, metric.source.rows(self), name, same.into_condition());
            }
        }
        let mut select = Query::select();
        select.from_subquery(inner, customer::Entity);
        if !paths.contains(&STATE) {
            select.and_where(customer::Column::State.eq(ACTIVE));
        }
        select.cond_where(self.audience.of_customers(self.tenant));
        select
    }
}
