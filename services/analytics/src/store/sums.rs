//! What a measure adds up to: read from the daily sums where they are kept that way, else counted.

mod columns;

use database::Database;
use expression::Filter;
use jiff::civil::Date;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, QueryResult};
use uuid::Uuid;

pub(super) use self::columns::is_id;
use self::columns::is_of_owner;
use super::audience::Audience;
use super::backend::backend;
use super::entity::{customer, daily_sum, feedback, interaction, sale, sale_line, service_case, stage_stay};
use super::tag;
use super::target;
use super::{closing_stage, cohorts};
use crate::domain::customer::ACTIVE;
use crate::domain::report::{Days, Dimension, Measure, Subject, Sum};
use crate::domain::satisfaction::{DETRACTOR, PROMOTER, SATISFIED};
use crate::domain::tally::is_kept_by;
use crate::domain::target::roll_up;
use crate::domain::zones::{Zones, day_of, number};
use crate::error::{Error, Objection};

/// The most sums that one question reads.
const MOST_SUMS: u64 = 200_000;
/// All zones have been whole quarters of an hour apart since there are computers. Microseconds.
const QUARTER_HOUR: i64 = 900_000_000;

/// What is asked of a measure.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// What is counted.
    pub measure: Measure,
    /// By what.
    pub dimensions: &'a [Dimension],
    /// On which days.
    pub days: Days,
    /// The first days of the periods into which they are cut; without periods that of the days.
    pub periods: &'a [Date],
    /// In which zone days begin, if not in that of the tenant.
    pub zone: Option<&'a Zones>,
    /// Of transactions in which currency; none of all.
    pub currency: Option<&'a str>,
    /// Of which customers; none of all.
    pub filter: Option<&'a Filter>,
    /// Of which of them the caller is told.
    pub audience: &'a Audience,
}

/// A sum: of which values, of which day.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The values of the dimensions.
    pub values: Vec<String>,
    /// The day; the first of those that were asked for where the measure has none.
    pub day: Date,
    /// The sum.
    pub sum: Sum,
}

/// The sums that answer a question, day by day.
///
/// # Errors
/// Those of the database; [`Objection::TooManyRows`].
pub async fn read(database: &Database, question: Question<'_>) -> Result<Vec<Answer>, Error> {
    if question.measure.subject() == Subject::Targets {
        let rolled_up = roll_up(&target::set(database, question).await?, question.dimensions);
        let answer = |((values, month), value)| Answer { values, day: day_of(month), sum: Sum::one(value) };
        return Ok(rolled_up.into_iter().map(answer).collect());
    }
    if question.measure.subject() == Subject::Cohorts {
        return cohorts::read(database, question).await;
    }
    let Question { tenant, audience, .. } = question;
    if question.measure.subject() == Subject::Purchases {
        return rows(database, question, question.purchases(audience.of_customers(tenant), backend(database))).await;
    }
    if !question.is_kept() {
        return rows(database, question, question.count(audience.of_customers(tenant), backend(database))).await;
    }
    let mut answers = rows(database, question, question.kept()).await?;
    if let Some(beside) = audience.beside_sums(tenant) {
        answers.extend(rows(database, question, question.count(beside, backend(database))).await?);
    }
    Ok(answers)
}

async fn rows(database: &Database, question: Question<'_>, select: SelectStatement) -> Result<Vec<Answer>, Error> {
    let rows = database.reader().query_all(&select).await?;
    if rows.len() as u64 > MOST_SUMS {
        return Err(Error::Objection(Objection::TooManyRows));
    }
    rows.iter().map(|row| question.answer(row)).collect()
}

impl Question<'_> {
    /// Whether the daily sums answer it.
    fn is_kept(&self) -> bool {
        let is_summed = !matches!(self.measure, Measure::DaysInStage | Measure::WonStageEntries);
        let counted = is_summed && self.zone.is_none() && self.filter.is_none();
        let mut others = self.dimensions.iter().filter(|dimension| !is_of_owner(**dimension));
        counted && others.next().is_none_or(|dimension| is_kept_by(self.measure, *dimension)) && others.next().is_none()
    }

    /// Reads the daily sums.
    fn kept(&self) -> SelectStatement {
        use daily_sum::Column;
        let kept = self.dimensions.iter().find(|dimension| !is_of_owner(**dimension));
        let mut select = Query::select();
        for dimension in self.dimensions {
            let column = match dimension {
                Dimension::Owner => Column::Owner,
                Dimension::Team => Column::Team,
                Dimension::Kind
                | Dimension::Stage
                | Dimension::NextStage
                | Dimension::StageReason
                | Dimension::Level
                | Dimension::Industry
                | Dimension::Source
                | Dimension::Region
                | Dimension::Tag
                | Dimension::Product
                | Dimension::PaymentMethod
                | Dimension::Channel
                | Dimension::Direction
                | Dimension::Author
                | Dimension::Priority
                | Dimension::Assignee
                | Dimension::Cohort => Column::Value,
            };
            select.expr(column.into_expr()).add_group_by([column.into_expr()]);
        }
        select
            .expr(Column::Day.into_expr())
            .expr(Expr::cust("CAST(SUM(count) AS BIGINT)"))
            .expr(Expr::cust("CAST(SUM(whole) AS BIGINT)"))
            .expr(Expr::cust("CAST(SUM(millionths) AS BIGINT)"))
            .from(daily_sum::Entity)
            .cond_where(Column::TenantId.eq(self.tenant))
            .and_where(Column::Measure.eq(<&str>::from(self.measure.kept_as())))
            .and_where(Column::Dimension.eq(kept.map(<&str>::from).unwrap_or_default()))
            .cond_where(self.audience.of_sums())
            .add_group_by([Column::Day.into_expr()])
            .limit(MOST_SUMS + 1);
        if let Some(currency) = self.currency_of_measure() {
            select.and_where(Column::Currency.eq(currency));
        }
        if self.measure.has_days() {
            select.and_where(Column::Day.between(number(self.days.first), number(self.days.last)));
        }
        select.take()
    }

    /// Counts customers that meet a condition, or their stays.
    fn count(&self, audience: Condition, backend: DbBackend) -> SelectStatement {
        let mut select = self.select(audience, backend);
        for dimension in self.dimensions {
            let value = self.measure.value(*dimension);
            select.expr(value.clone()).add_group_by([value]);
        }
        let day = self.day();
        select.expr(day.clone()).expr(Expr::cust("COUNT(*)"));
        for part in ["/", "%"] {
            select.expr(Expr::cust(match self.amount() {
                // Of measures that have an amount, no record is without.
                Some(amount) => format!("CAST(COALESCE(SUM(({amount}) {part} 1000000), 0) AS BIGINT)"),
                None => "CAST(0 AS BIGINT)".to_owned(),
            }));
        }
        if self.measure.has_days() {
            select.add_group_by([day]);
        }
        select.limit(MOST_SUMS + 1).take()
    }

    /// Counts customers that meet a condition and bought something, once in each period.
    fn purchases(&self, audience: Condition, backend: DbBackend) -> SelectStatement {
        const CUSTOMERS: &str = "buying_customer";
        const PERIOD: &str = "period";
        let value_name = |index: usize| format!("value_{index}");
        let mut each = self.select(audience, backend);
        let id = Expr::col(customer::Column::CustomerId.as_column_ref());
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let value = self.measure.value(*dimension);
            each.expr_as(value.clone(), value_name(index)).add_group_by([value]);
        }
        each.expr_as(self.period(), PERIOD).add_group_by([id, self.period()]);
        if self.measure == Measure::RepeatCustomers {
            each.and_having(bought_again());
        }
        let mut select = Query::select();
        for index in 0..self.dimensions.len() {
            let value = Expr::col((CUSTOMERS, value_name(index)));
            select.expr(value.clone()).add_group_by([value]);
        }
        let period = Expr::col((CUSTOMERS, PERIOD));
        select.expr(period.clone()).add_group_by([period]).expr(Expr::cust("COUNT(*)"));
        // They come to nothing but their number.
        select.expr(Expr::cust("CAST(0 AS BIGINT)")).expr(Expr::cust("CAST(0 AS BIGINT)"));
        select.from_subquery(each, CUSTOMERS).limit(MOST_SUMS + 1).take()
    }

    /// The beginning of the period of a sale, as [`Self::day`] says days.
    fn period(&self) -> Expr {
        let (column, beginnings): (_, Vec<i64>) = match self.zone {
            None => ("sale.day", self.periods.iter().map(|start| number(*start)).collect()),
            Some(zone) => ("sale.time", self.periods.iter().map(|start| zone.beginning(*start).as_micros()).collect()),
        };
        let mut case = "CAST(CASE".to_owned();
        for pair in beginnings.windows(2) {
            if let [beginning, next] = pair {
                case += &format!(" WHEN {column} < {next} THEN {beginning}");
            }
        }
        let last = beginnings.last().copied().unwrap_or_default();
        Expr::cust(match beginnings.len() {
            0 | 1 => format!("CAST({last} AS BIGINT)"),
            _ => format!("{case} ELSE {last} END AS BIGINT)"),
        })
    }

    /// The customers that meet a condition on the days of the question, or their stays; nothing is selected yet.
    pub(super) fn select(&self, audience: Condition, backend: DbBackend) -> SelectStatement {
        let mut select = Query::select();
        select
            .from(customer::Entity)
            .cond_where(customer::Column::TenantId.eq(self.tenant))
            .cond_where(audience)
            .cond_where(self.filter.map_or_else(Condition::all, |filter| filter.condition(backend)));
        self.join(&mut select);
        if self.dimensions.contains(&Dimension::Tag) {
            tag::join(&mut select, self.tenant);
        }
        if let Some(columns) = self.measure.columns() {
            let (column, first, after) = match self.zone {
                None => (columns.day, number(self.days.first), number(self.days.last).saturating_add(1)),
                Some(zone) => {
                    let after = self.days.last.tomorrow().unwrap_or(Date::MAX);
                    let [first, after] = [self.days.first, after].map(|day| zone.beginning(day).as_micros());
                    (columns.time, first, after)
                }
            };
            let column = Expr::cust(column);
            select.and_where(column.clone().gte(first)).and_where(column.lt(after));
        }
        select
    }

    /// Joins what the measure adds up to the customers.
    fn join(&self, select: &mut SelectStatement) {
        match self.measure.subject() {
            Subject::Customers if self.measure == Measure::Customers => {
                select.and_where(customer::Column::State.eq(ACTIVE));
            }
            Subject::Customers | Subject::Targets | Subject::Cohorts => {}
            Subject::Purchases => {
                use sale::Column::{CustomerId, Deleted, Refunded, TenantId, Total};
                select.inner_join(sale::Entity, of_customer(TenantId, CustomerId)).and_where(Deleted.eq(0));
                select.and_where(sale::Column::Currency.eq(self.currency.unwrap_or_default()));
                select.and_where(Total.into_expr().gt(Refunded.into_expr()));
            }
            Subject::Stays => {
                use stage_stay::Column::{CustomerId, TenantId};
                select.inner_join(stage_stay::Entity, of_customer(TenantId, CustomerId));
                if self.dimensions.contains(&Dimension::StageReason) {
                    select.and_where(stage_stay::Column::Reason.is_not_null());
                }
                if self.measure == Measure::WonStageEntries {
                    select.and_where(closing_stage::was_won_since());
                }
            }
            Subject::Sales => {
                use sale::Column::{CustomerId, Deleted, TenantId};
                select.inner_join(sale::Entity, of_customer(TenantId, CustomerId)).and_where(Deleted.eq(0));
                if self.measure == Measure::Refunds {
                    select.and_where(sale::Column::Refunded.ne(0));
                }
                if let Some(currency) = self.currency_of_measure() {
                    select.and_where(sale::Column::Currency.eq(currency));
                }
                if self.has_lines() {
                    let of_sale = Condition::all()
                        .add(same(sale_line::Column::TenantId, sale::Column::TenantId))
                        .add(same(sale_line::Column::SaleId, sale::Column::SaleId));
                    select.inner_join(sale_line::Entity, of_sale);
                }
            }
            Subject::Interactions => {
                use interaction::Column::{CustomerId, Deleted, Length, TenantId};
                select.inner_join(interaction::Entity, of_customer(TenantId, CustomerId)).and_where(Deleted.eq(0));
                if self.measure == Measure::MinutesPerInteraction {
                    select.and_where(Length.is_not_null());
                }
            }
            Subject::Feedback => {
                use feedback::Column::{CustomerId, Deleted, Rating, Recommendation, TenantId};
                select.inner_join(feedback::Entity, of_customer(TenantId, CustomerId)).and_where(Deleted.eq(0));
                let told = match self.measure {
                    Measure::NetPromoterScore => Some(Recommendation),
                    Measure::AverageRating | Measure::SatisfiedPercent => Some(Rating),
                    _ => None,
                };
                if let Some(told) = told {
                    select.and_where(told.is_not_null());
                }
            }
            Subject::Complaints => self.join_cases(select, service_case::COMPLAINT),
            Subject::ServiceCases => self.join_cases(select, service_case::SERVICE_CASE),
        }
    }

    fn join_cases(&self, select: &mut SelectStatement, kind: &str) {
        use service_case::Column::{CustomerId, Deleted, DueTime, Kind, ResolveTime, TenantId};
        select
            .inner_join(service_case::Entity, of_customer(TenantId, CustomerId))
            .and_where(Kind.eq(kind))
            .and_where(Deleted.eq(0));
        if !matches!(self.measure, Measure::Complaints | Measure::ServiceCases) {
            select.and_where(ResolveTime.is_not_null());
        }
        if matches!(self.measure, Measure::ComplaintsInTimePercent | Measure::CasesInTimePercent) {
            select.and_where(DueTime.is_not_null());
        }
    }

    /// Whether the lines of transactions are looked at one by one.
    fn has_lines(&self) -> bool {
        self.measure == Measure::UnitsSold || self.dimensions.contains(&Dimension::Product)
    }

    /// The currency of the transactions that are looked at; none of other measures.
    fn currency_of_measure(&self) -> Option<&str> {
        self.currency.filter(|_| self.measure.subject() == Subject::Sales)
    }

    /// What is added up beside the number of records.
    fn amount(&self) -> Option<String> {
        let amount = match self.measure {
            Measure::DaysInStage => "stage_stay.leave_time - stage_stay.enter_time",
            Measure::Sales if self.has_lines() => "sale_line.amount",
            Measure::Sales | Measure::AverageSale => "sale.total",
            Measure::Refunds => "sale.refunded",
            Measure::NetSales => "sale.total - sale.refunded",
            Measure::UnitsSold => "sale_line.quantity",
            Measure::MinutesPerInteraction => "interaction.length",
            Measure::AverageRating => "feedback.rating * 1000000",
            Measure::SatisfiedPercent => {
                return Some(format!("CASE WHEN feedback.rating >= {SATISFIED} THEN 1000000 ELSE 0 END"));
            }
            Measure::NetPromoterScore => {
                return Some(format!(
                    "CASE WHEN feedback.recommendation >= {PROMOTER} THEN 1000000
                        WHEN feedback.recommendation <= {DETRACTOR} THEN -1000000 ELSE 0 END"
                ));
            }
            Measure::HoursToSettleComplaint | Measure::HoursToSettleCase => {
                "service_case.resolve_time - service_case.time"
            }
            Measure::ComplaintsInTimePercent | Measure::CasesInTimePercent => {
                "CASE WHEN service_case.resolve_time <= service_case.due_time THEN 1000000 ELSE 0 END"
            }
            Measure::Customers
            | Measure::CreatedCustomers
            | Measure::StageEntries
            | Measure::StageExits
            | Measure::WonStageEntries
            | Measure::Transactions
            | Measure::Interactions
            | Measure::Feedback
            | Measure::Complaints
            | Measure::ServiceCases => return None,
            // Shares, targets, cohorts and purchases are no sums over customers.
            Measure::ConversionPercent
            | Measure::Buyers
            | Measure::CohortCustomers
            | Measure::RetainedPercent
            | Measure::BuyingCustomers
            | Measure::RepeatCustomers
            | Measure::RepurchasePercent
            | Measure::NetSalesTarget
            | Measure::CreatedCustomersTarget
            | Measure::InteractionsTarget
            | Measure::NetSalesReachedPercent
            | Measure::CreatedCustomersReachedPercent
            | Measure::InteractionsReachedPercent => return None,
        };
        Some(amount.to_owned())
    }

    /// The number of the day; in another zone, of the quarter of an hour.
    fn day(&self) -> Expr {
        match (self.measure.columns(), self.zone) {
            (None, _) => Expr::cust("CAST(0 AS BIGINT)"),
            (Some(columns), None) => Expr::cust(columns.day),
            (Some(columns), Some(_)) => {
                let time = columns.time;
                Expr::cust(format!("({time} - ({time} % {QUARTER_HOUR} + {QUARTER_HOUR}) % {QUARTER_HOUR})"))
            }
        }
    }

    fn answer(&self, row: &QueryResult) -> Result<Answer, Error> {
        let mut values = Vec::with_capacity(self.dimensions.len());
        for (index, dimension) in self.dimensions.iter().enumerate() {
            values.push(if is_id(*dimension) {
                let id: Option<Uuid> = row.try_get_by_index(index)?;
                id.filter(|id| !id.is_nil()).map(|id| id.to_string()).unwrap_or_default()
            } else {
                row.try_get_by_index::<Option<String>>(index)?.unwrap_or_default()
            });
        }
        let [day, count, whole, millionths] =
            [0, 1, 2, 3].map(|index| row.try_get_by_index::<i64>(self.dimensions.len() + index));
        let day = match (self.measure.has_days(), self.zone) {
            (false, _) => self.days.first,
            (true, None) => day_of(day?),
            (true, Some(zone)) => zone.day(clock::Instant::from_micros(day?)),
        };
        Ok(Answer { values, day, sum: Sum { count: count?, whole: whole?, millionths: millionths? } })
    }
}

/// What holds of a customer with more than one sale.
pub(super) fn bought_again() -> Expr {
    Expr::cust("COUNT(*) > 1")
}

/// Ties the rows of a table to those of customers.
fn of_customer<C: ColumnTrait>(tenant: C, id: C) -> Condition {
    Condition::all().add(same(tenant, customer::Column::TenantId)).add(same(id, customer::Column::CustomerId))
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(one.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}
