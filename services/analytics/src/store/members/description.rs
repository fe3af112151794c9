//! What sets those who belong to a segment apart from the others.

use std::collections::BTreeMap;

use database::Database;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, Order, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{Membership, Metric, number};
use crate::domain::report::SMALLEST_GROUP;
use crate::error::Error;
use crate::store::entity::customer::Column;
use crate::store::tag;

/// What customers are told apart by.
#[derive(Clone, Copy)]
pub enum By {
    /// What they are.
    Column(Column),
    /// The tags that they carry.
    Tag,
}

/// What customers are told apart by, and what that is called.
pub const DIMENSIONS: [(&str, By); 9] = [
    ("kind", By::Column(Column::Kind)),
    ("stage", By::Column(Column::Stage)),
    ("level", By::Column(Column::Level)),
    ("industry", By::Column(Column::Industry)),
    ("source", By::Column(Column::Source)),
    ("region", By::Column(Column::Region)),
    ("owner", By::Column(Column::Owner)),
    ("team", By::Column(Column::Team)),
    ("tag", By::Tag),
];
/// The most values of a dimension that are counted, those that most members have.
const MOST_VALUES: u64 = 1_000;

/// How many customers have a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Counted {
    /// The value; empty for none.
    pub value: String,
    /// Of those who belong to the segment.
    pub members: i64,
    /// Of those who do not.
    pub others: i64,
}

/// What those who belong to a segment and the others do in the middle; none where fewer than [`SMALLEST_GROUP`] have a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Medians {
    /// Those who belong to it.
    pub members: Option<f64>,
    /// The others.
    pub others: Option<f64>,
}

/// How many have each value of a dimension.
///
/// # Errors
/// Those of the database.
pub async fn counted(database: &Database, membership: Membership<'_>, by: By) -> Result<Vec<Counted>, Error> {
    let members: BTreeMap<_, _> =
        by_value(database, membership, by, membership.condition(database)).await?.into_iter().collect();
    let all = by_value(database, membership, by, Condition::all()).await?;
    let counted = all.into_iter().map(|(value, all)| {
        let members = members.get(&value).copied().unwrap_or_default();
        Counted { value, members, others: all - members }
    });
    Ok(counted.collect())
}

/// How many customers that meet a condition have each value, those first that most have.
async fn by_value(
    database: &Database,
    membership: Membership<'_>,
    by: By,
    condition: Condition,
) -> Result<Vec<(String, i64)>, Error> {
    let mut select = membership.customers(&[]);
    let value = match by {
        By::Column(column) => Expr::col(column.as_column_ref()),
        By::Tag => {
            tag::join(&mut select, membership.tenant);
            tag::carried_code()
        }
    };
    select
        .expr(value.clone())
        .expr_as(Expr::cust("COUNT(*)"), "customers")
        .cond_where(condition)
        .add_group_by([value])
        .order_by("customers", Order::Desc)
        .limit(MOST_VALUES);
    let rows = database.reader().query_all(&select).await?;
    let read = |row: &QueryResult| {
        let value = if matches!(by, By::Column(Column::Owner | Column::Team)) {
            row.try_get_by_index::<Option<Uuid>>(0)?.map(|id| id.to_string())
        } else {
            row.try_get_by_index(0)?
        };
        Ok((value.unwrap_or_default(), row.try_get_by_index(1)?))
    };
    rows.iter().map(read).collect()
}

/// What is in the middle of a metric.
///
/// # Errors
/// Those of the database.
pub async fn medians(database: &Database, membership: Membership<'_>, metric: &Metric) -> Result<Medians, Error> {
    let value = metric.column();
    let mut select = membership.customers(&[metric]);
    select.and_where(value.clone().is_not_null());
    let of = |belongs: &'static str| {
        select.clone().and_where(membership.belongs(database).eq(Expr::cust(belongs))).to_owned()
    };
    let (members, others) = (of("1"), of("0"));
    let sent = |stored: Option<f64>| stored.map(|stored| metric.sent(stored));
    Ok(Medians {
        members: sent(median(database, members, &value).await?),
        others: sent(median(database, others, &value).await?),
    })
}

/// What is in the middle of the values of customers.
async fn median(database: &Database, customers: SelectStatement, value: &Expr) -> Result<Option<f64>, Error> {
    let count = number(database, customers.clone().expr(Expr::cust("COUNT(*)"))).await?;
    if count < SMALLEST_GROUP {
        return Ok(None);
    }
    let before = u64::try_from((count - 1) / 2).unwrap_or_default();
    let mut ascending = customers;
    ascending.expr(value.clone()).order_by_expr(value.clone(), Order::Asc).offset(before).limit(if count % 2 == 0 {
        2
    } else {
        1
    });
    let rows = database.reader().query_all(&ascending).await?;
    let values: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let sum: f64 = values.iter().map(|value| *value as f64).sum();
    Ok((!values.is_empty()).then(|| sum / values.len() as f64))
}

impl Membership<'_> {
    /// 1 of a customer that belongs to the segment, 0 of another.
    fn belongs(&self, database: &Database) -> Expr {
        CaseStatement::new().case(self.condition(database), Expr::cust("1")).finally(Expr::cust("0")).into()
    }
}
