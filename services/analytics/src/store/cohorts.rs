//! Customers by the month in which they first bought something, and how many of them bought in each later month.

use database::Database;
use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait};
use uuid::Uuid;

use super::backend::backend;
use super::entity::{customer, sale};
use super::sums::{Answer, Question};
use crate::domain::report::{Days, Measure, Sum};
use crate::domain::zones::number;
use crate::error::{Error, Objection};

/// The most months that are told apart.
const MOST_MONTHS: usize = 120;
/// The name of what was bought first, and of what was bought.
const FIRST: &str = "first_purchase";
const BOUGHT: &str = "purchase";

/// How many customers of each cohort bought in each month; of [`Measure::CohortCustomers`] how many there are in each month from its first
/// on.
///
/// # Errors
/// Those of the database; [`Objection::TooManyRows`].
pub async fn read(database: &Database, question: Question<'_>) -> Result<Vec<Answer>, Error> {
    let months = months(question.days)?;
    let cohort = index(FIRST, &months);
    let mut inner = customers(database, question);
    inner.distinct().column(customer::Column::CustomerId.as_column_ref()).expr_as(Expr::cust(cohort.clone()), "cohort");
    if question.measure == Measure::Buyers {
        inner.expr_as(Expr::cust(index(BOUGHT, &months)), "month");
        join_bought(&mut inner, question);
    } else {
        inner.expr_as(Expr::cust(cohort.clone()), "month");
    }
    let mut select = Query::select();
    select
        .columns([Alias::new("cohort"), Alias::new("month")])
        .expr(Expr::cust("COUNT(*)"))
        .from_subquery(inner, "cohorts")
        .add_group_by([Expr::cust("cohort"), Expr::cust("month")]);
    let mut answers = Vec::new();
    for row in database.reader().query_all(&select).await? {
        let [cohort, month] = [row.try_get_by_index::<i64>(0)?, row.try_get_by_index(1)?].map(usize::try_from);
        let (Ok(cohort), Ok(month)) = (cohort, month) else { continue };
        let Some(begun) = months.get(cohort) else { continue };
        let sum = Sum { count: row.try_get_by_index(2)?, ..Sum::default() };
        let later = if question.measure == Measure::Buyers { month + 1 } else { months.len() };
        let days = months.get(month..later).unwrap_or_default();
        answers.extend(days.iter().map(|day| Answer { values: vec![value(*begun)], day: *day, sum }));
    }
    Ok(answers)
}

/// The customers of a cohort, after one, at most `limit`, by id: those who bought on the days of the question, or all of them.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    question: Question<'_>,
    cohort: &str,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Uuid>, Error> {
    let Some(begun) = format!("{cohort}-01").parse::<Date>().ok() else { return Ok(Vec::new()) };
    let last = begun.last_of_month();
    let id = customer::Column::CustomerId;
    let mut select = customers(database, question);
    if question.measure == Measure::Buyers {
        join_bought(&mut select, question);
    }
    select
        .distinct()
        .column(id.as_column_ref())
        .and_where(Expr::col((FIRST, "day")).between(number(begun), number(last)))
        .cond_where(Condition::all().add_option(after.map(|after| id.gt(after))))
        .order_by(id.as_column_ref(), Order::Asc)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX));
    let rows = database.reader().query_all(&select).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// The customers of whom the caller is told, beside the day on which each bought something first; nothing is selected yet.
fn customers(database: &Database, question: Question<'_>) -> SelectStatement {
    let mut first = sales(question);
    first
        .column(sale::Column::CustomerId)
        .expr_as(Expr::cust("MIN(sale.day)"), "day")
        .add_group_by([Expr::col(sale::Column::CustomerId)]);
    let mut select = Query::select();
    select
        .from(customer::Entity)
        .join_subquery(JoinType::InnerJoin, first, FIRST, of_customer(FIRST))
        .and_where(customer::Column::TenantId.eq(question.tenant))
        .and_where(Expr::col((FIRST, "day")).lte(number(question.days.last)))
        .cond_where(question.audience.of_customers(question.tenant))
        .cond_where(question.filter.map_or_else(Condition::all, |filter| filter.condition(backend(database))));
    select
}

/// Joins the days of the question on which customers bought something.
fn join_bought(select: &mut SelectStatement, question: Question<'_>) {
    let mut bought = sales(question);
    bought
        .columns([sale::Column::CustomerId, sale::Column::Day])
        .and_where(sale::Column::Day.between(number(question.days.first), number(question.days.last)));
    select.join_subquery(JoinType::InnerJoin, bought, BOUGHT, of_customer(BOUGHT));
}

/// Sales in the currency of the question of which something was not paid back.
fn sales(question: Question<'_>) -> SelectStatement {
    let mut sales = Query::select();
    sales
        .from(sale::Entity)
        .and_where(sale::Column::TenantId.eq(question.tenant))
        .and_where(sale::Column::Deleted.eq(0))
        .and_where(sale::Column::Currency.eq(question.currency.unwrap_or_default()))
        .and_where(sale::Column::Total.into_expr().gt(sale::Column::Refunded.into_expr()));
    sales
}

fn of_customer(rows: &'static str) -> Expr {
    Expr::col((rows, "customer_id")).eq(Expr::col(customer::Column::CustomerId.as_column_ref()))
}

/// The first days of the months of days.
fn months(days: Days) -> Result<Vec<Date>, Error> {
    let mut months = Vec::new();
    let mut month = days.first.first_of_month();
    while month <= days.last {
        if months.len() == MOST_MONTHS {
            return Err(Objection::TooManyRows.into());
        }
        months.push(month);
        month = month.checked_add(1.month()).map_err(|_| Objection::TooManyRows)?;
    }
    Ok(months)
}

/// The index of the month of a day of these rows; -1 before the first.
fn index(rows: &str, months: &[Date]) -> String {
    let mut case = "CAST(CASE".to_owned();
    for (index, month) in months.iter().enumerate() {
        case += &format!(" WHEN {rows}.day < {} THEN {}", number(*month), index as i64 - 1);
    }
    format!("{case} ELSE {} END AS BIGINT)", months.len() as i64 - 1)
}

/// A cohort as it is told: `2024-01`.
fn value(begun: Date) -> String {
    format!("{:04}-{:02}", begun.year(), begun.month())
}
