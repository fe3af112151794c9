//! The customers that a figure was made of.

use database::Database;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order};
use sea_orm::{ColumnTrait, ConnectionTrait};
use uuid::Uuid;

use super::backend::backend;
use super::cohorts;
use super::entity::customer;
use super::sums::{Question, bought_again, is_id};
use super::tag::{self, Synonyms};
use crate::domain::report::{Measure, Subject};
use crate::error::Error;

/// The customers of the figure of these values, after one, at most `limit`; each once, by id.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    question: Question<'_>,
    values: &[String],
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Uuid>, Error> {
    if let (Subject::Cohorts, Some(cohort)) = (question.measure.subject(), values.first()) {
        return cohorts::list(database, question, cohort, after, limit).await;
    }
    let audience = question.audience.of_customers(question.tenant);
    let mut select = question.select(audience, backend(database));
    for (dimension, value) in question.dimensions.iter().zip(values) {
        let column = question.measure.value(*dimension);
        let has_value = match (is_id(*dimension), Uuid::try_parse(value)) {
            _ if value.is_empty() => column.is_null(),
            (true, Ok(id)) => column.eq(id),
            // Nobody has an id that is none.
            (true, Err(_)) => return Ok(Vec::new()),
            (false, _) => column.eq(value),
        };
        select.and_where(has_value);
    }
    let id = customer::Column::CustomerId;
    if question.measure == Measure::RepeatCustomers {
        select.and_having(bought_again());
    }
    select
        .column(id.as_column_ref())
        .add_group_by([Expr::col(id.as_column_ref())])
        .cond_where(Condition::all().add_option(after.map(|after| id.gt(after))))
        .order_by(id.as_column_ref(), Order::Asc)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX));
    let rows = database.reader().query_all(&select).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// What customers can be filtered by.
pub fn schema(synonyms: &Synonyms) -> expression::Schema {
    expression::Schema::new(fields(synonyms))
}

/// The fields by which customers can be filtered.
pub fn fields(synonyms: &Synonyms) -> [expression::Field; 12] {
    use customer::Column;
    use expression::{Field, Kind};
    let field = |path: &'static str, kind, column: Column| Field::column(path, kind, "fact", column.as_column_ref());
    // Vocabularies are not at hand: any code is taken.
    let code = || Kind::Code(Vec::new());
    [
        field("kind", Kind::code(["individual", "enterprise", "institution"]), Column::Kind),
        field("state", Kind::code(["active", "archived", "deleted", "erased", "purged"]), Column::State),
        field("stage", code(), Column::Stage),
        field("stage_time", Kind::Instant, Column::StageTime),
        field("level", code(), Column::Level),
        field("industry", code(), Column::Industry),
        field("source", code(), Column::Source),
        field("region", code(), Column::Region),
        field("owner", Kind::Id, Column::Owner),
        field("team", Kind::Id, Column::Team),
        field("create_time", Kind::Instant, Column::CreateTime),
        tag::field(synonyms),
    ]
}
