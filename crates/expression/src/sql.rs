//! A filter asked of a table. All values are bound; the names come from the schema.

use sea_orm::DbBackend;
use sea_orm::sea_query::{self, Condition, Expr, ExprTrait, Func};

use crate::filter::{Expression, Filter, Relation, Term, Test};
use crate::schema::Place;
use crate::value::Value;

impl Filter {
    /// The filter as a condition on the rows of a resource, for SQLite or PostgreSQL. What does not match may be NULL in
    /// it instead of false: negate the filter, not the condition.
    ///
    /// Order and beginnings of texts are compared in the collation `C`: a column that is filtered so wants an index in
    /// it on PostgreSQL.
    pub fn condition(&self, engine: DbBackend) -> Condition {
        self.0.condition(engine)
    }
}

impl Expression {
    fn condition(&self, engine: DbBackend) -> Condition {
        let (parts, condition) = match self {
            Self::All(parts) => (parts, Condition::all()),
            Self::Any(parts) => (parts, Condition::any()),
            Self::Term(term) => return term.condition(engine),
        };
        parts.iter().fold(condition, |condition, part| condition.add(part.condition(engine)))
    }
}

impl Term {
    /// Never NULL where negated, so that what has no value is found by `!=` and `NOT`.
    fn condition(&self, engine: DbBackend) -> Condition {
        match &self.field.place {
            Place::Column(column) => {
                let column = Expr::col(column.clone());
                let passes = self.test.condition(&column, engine);
                match (self.negated, &self.test) {
                    (false, _) => passes,
                    (true, Test::Present) => Condition::all().add(column.is_null()),
                    (true, _) => Condition::any().add(column.is_null()).add(passes.not()),
                }
            }
            Place::Rows(rows, column) => {
                let passes = self.test.condition(&Expr::col(column.clone()), engine);
                let exists = Expr::exists(rows.clone().expr(Expr::cust("1")).cond_where(passes).take());
                Condition::all().add(if self.negated { exists.not() } else { exists })
            }
        }
    }
}

impl Test {
    /// Whether a value passes; NULL or false for NULL.
    fn condition(&self, column: &Expr, engine: DbBackend) -> Condition {
        let column = column.clone();
        let condition = Condition::all();
        match self {
            Self::Present => condition.add(column.is_not_null()),
            Self::Compare(relation, value) => condition.add(compare(column, *relation, value, engine)),
            Self::OneOf(codes) => condition.add(column.is_in(codes)),
            Self::StartsWith(start) => {
                let column = by_code_point(column, engine);
                let end = after_all_that_start_with(start);
                condition.add(column.clone().gte(start)).add_option(end.map(|end| column.lt(end)))
            }
            Self::EndsWith(end) => {
                let before_end = i32::try_from(end.chars().count()).unwrap_or(i32::MAX).saturating_sub(1);
                let start = Func::cust("length").arg(column.clone()).sub(before_end);
                condition.add(Func::cust("substr").arg(column).arg(start).eq(end))
            }
            Self::Contains(part) => {
                let position = if engine == DbBackend::Postgres { "strpos" } else { "instr" };
                condition.add(Func::cust(position).arg(column).arg(part).gt(0))
            }
        }
    }
}

fn compare(column: Expr, relation: Relation, value: &Value, engine: DbBackend) -> Expr {
    let ordered = |column| if matches!(value, Value::Text(_)) { by_code_point(column, engine) } else { column };
    let value = bound(value);
    match relation {
        Relation::Equal => column.eq(value),
        Relation::Less => ordered(column).lt(value),
        Relation::LessOrEqual => ordered(column).lte(value),
        Relation::Greater => ordered(column).gt(value),
        Relation::GreaterOrEqual => ordered(column).gte(value),
    }
}

/// A text ordered as Rust and SQLite order it. Equality needs no collation.
fn by_code_point(column: Expr, engine: DbBackend) -> Expr {
    if engine == DbBackend::Postgres { Expr::cust_with_expr(r#"$1 COLLATE "C""#, column) } else { column }
}

/// The first text after all that begin with `start`; none if they go on to the end.
fn after_all_that_start_with(start: &str) -> Option<String> {
    let mut text = start.to_owned();
    while let Some(last) = text.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text);
        }
    }
    None
}

/// A value as columns hold it.
fn bound(value: &Value) -> sea_query::Value {
    match value {
        Value::Text(text) => text.into(),
        Value::Integer(integer) => (*integer).into(),
        Value::Number(number) => (*number).into(),
        Value::Decimal(decimal) => decimal.as_millionths().into(),
        Value::Boolean(boolean) => (*boolean).into(),
        Value::Instant(instant) => instant.as_micros().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Id(id) => (*id).into(),
    }
}
