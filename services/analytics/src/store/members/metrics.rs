//! What customers add up to one by one, as columns beside those of customers.

use access::Action;
use expression::{Field, Kind};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait};
use strum::IntoStaticStr;

use super::Membership;
use crate::store::entity::{customer, customer_score, feedback, interaction, sale, service_case};

/// Where a metric comes from: the rows of a table, added up by customer. Joined by its name in snake case.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, Ord, PartialEq, PartialOrd)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Source {
    /// What was bought in a currency, but for what was paid back whole.
    Purchases,
    /// What was said.
    Interactions,
    /// How satisfied the customer is.
    Ratings,
    /// Complaints and service cases.
    Cases,
    /// The scores that were computed last.
    Scores,
}

/// Something that a customer adds up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name in filters.
    pub path: &'static str,
    pub(super) kind: Kind,
    pub(super) source: Source,
    /// The value, of the rows of the source.
    pub(super) value: &'static str,
}

const fn metric(path: &'static str, kind: Kind, source: Source, value: &'static str) -> Metric {
    Metric { path, kind, source, value }
}

/// What of a customer who bought more than a number holds is kept as the most that one holds.
const MONETARY: &str =
    "CASE WHEN purchases.whole IS NULL THEN 0 WHEN purchases.whole > 9000000000000 THEN 9223372036854775807
    ELSE purchases.whole * 1000000 + purchases.millionths END";

/// All metrics.
pub(super) static METRICS: [Metric; 15] = [
    metric("recency_days", Kind::Integer, Source::Purchases, "purchases.recency_days"),
    metric("frequency", Kind::Integer, Source::Purchases, "COALESCE(purchases.frequency, 0)"),
    metric("monetary", Kind::Decimal, Source::Purchases, MONETARY),
    metric("interaction_count", Kind::Integer, Source::Interactions, "COALESCE(interactions.interaction_count, 0)"),
    metric("last_interaction_time", Kind::Instant, Source::Interactions, "interactions.last_interaction_time"),
    metric("average_rating", Kind::Decimal, Source::Ratings, "ratings.average_rating"),
    metric("unsettled_cases", Kind::Integer, Source::Cases, "COALESCE(cases.unsettled_cases, 0)"),
    metric("recency_score", Kind::Integer, Source::Scores, "scores.recency_score"),
    metric("frequency_score", Kind::Integer, Source::Scores, "scores.frequency_score"),
    metric("monetary_score", Kind::Integer, Source::Scores, "scores.monetary_score"),
    metric("alive", Kind::Decimal, Source::Scores, "scores.alive"),
    metric("expected_purchases", Kind::Decimal, Source::Scores, "scores.expected_purchases"),
    metric("lifetime_value", Kind::Decimal, Source::Scores, "scores.lifetime_value"),
    metric("repurchase", Kind::Decimal, Source::Scores, "scores.repurchase"),
    metric("churn", Kind::Decimal, Source::Scores, "scores.churn"),
];

/// The metrics whose medians describe a segment.
const DESCRIBED: [&str; 8] = [
    "recency_days",
    "frequency",
    "monetary",
    "interaction_count",
    "average_rating",
    "unsettled_cases",
    "alive",
    "lifetime_value",
];

impl Metric {
    /// The metrics whose medians describe a segment.
    pub fn described() -> impl Iterator<Item = &'static Self> {
        METRICS.iter().filter(|metric| DESCRIBED.contains(&metric.path))
    }

    /// What must be allowed on a customer to see it.
    pub fn action(&self) -> Action {
        self.source.action()
    }

    /// A value of it as it is sent.
    pub(super) fn sent(&self, stored: f64) -> f64 {
        /// Millionths in one.
        const MILLION: f64 = 1_000_000.0;
        if self.kind == Kind::Decimal { stored / MILLION } else { stored }
    }

    pub(super) fn column(&self) -> Expr {
        Expr::col((customer::Entity, self.path))
    }

    pub(super) fn field(&self) -> Field {
        Field::column(self.path, self.kind.clone(), "fact", (customer::Entity, self.path))
    }
}

impl Source {
    /// What must be allowed on a customer to see what the source says of it.
    pub(super) fn action(self) -> Action {
        match self {
            Self::Purchases | Self::Scores => Action::ViewTransactions,
            Self::Interactions => Action::ViewInteractions,
            Self::Ratings | Self::Cases => Action::ViewCases,
        }
    }

    /// Its rows, one for each customer of which it says something.
    pub(super) fn rows(self, membership: &Membership<'_>) -> SelectStatement {
        let mut rows = Query::select();
        match self {
            Self::Purchases => {
                use sale::Column::{Currency, CustomerId, Deleted, Refunded, TenantId, Total};
                let recency = format!("{} - MAX(sale.day)", membership.today);
                by_customer(&mut rows, sale::Entity, TenantId, CustomerId, membership.tenant)
                    .expr_as(Expr::cust(recency), "recency_days")
                    .expr_as(Expr::cust("COUNT(*)"), "frequency")
                    .expr_as(Expr::cust("CAST(SUM((total - refunded) / 1000000) AS BIGINT)"), "whole")
                    .expr_as(Expr::cust("CAST(SUM((total - refunded) % 1000000) AS BIGINT)"), "millionths")
                    .and_where(Deleted.eq(0))
                    .and_where(Currency.eq(membership.currency))
                    .and_where(Total.into_expr().gt(Refunded.into_expr()));
            }
            Self::Interactions => {
                use interaction::Column::{CustomerId, Deleted, TenantId};
                by_customer(&mut rows, interaction::Entity, TenantId, CustomerId, membership.tenant)
                    .expr_as(Expr::cust("COUNT(*)"), "interaction_count")
                    .expr_as(Expr::cust("MAX(interaction.time)"), "last_interaction_time")
                    .and_where(Deleted.eq(0));
            }
            Self::Ratings => {
                use feedback::Column::{CustomerId, Deleted, Rating, TenantId};
                by_customer(&mut rows, feedback::Entity, TenantId, CustomerId, membership.tenant)
                    .expr_as(Expr::cust("CAST(SUM(rating) * 1000000 / COUNT(*) AS BIGINT)"), "average_rating")
                    .and_where(Deleted.eq(0))
                    .and_where(Rating.is_not_null());
            }
            Self::Cases => {
                use service_case::Column::{CustomerId, Deleted, ResolveTime, TenantId};
                by_customer(&mut rows, service_case::Entity, TenantId, CustomerId, membership.tenant)
                    .expr_as(Expr::cust("COUNT(*)"), "unsettled_cases")
                    .and_where(Deleted.eq(0))
                    .and_where(ResolveTime.is_null());
            }
            Self::Scores => {
                use customer_score::Column;
                rows.columns([
                    Column::CustomerId,
                    Column::RecencyScore,
                    Column::FrequencyScore,
                    Column::MonetaryScore,
                    Column::Alive,
                    Column::ExpectedPurchases,
                    Column::LifetimeValue,
                    Column::Repurchase,
                    Column::Churn,
                ])
                .from(customer_score::Entity)
                .and_where(Column::TenantId.eq(membership.tenant))
                .and_where(Column::Computation.eq(membership.computation));
            }
        }
        rows
    }
}

/// The rows of a table of a tenant, added up by customer.
fn by_customer<'a, C: ColumnTrait>(
    rows: &'a mut SelectStatement,
    table: impl EntityTrait,
    tenant_column: C,
    customer: C,
    tenant: &str,
) -> &'a mut SelectStatement {
    rows.column(customer).from(table).and_where(tenant_column.eq(tenant)).add_group_by([customer.into_expr()])
}
