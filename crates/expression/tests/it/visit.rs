//! A made-up resource with a field of every kind, in memory and in tables.

use std::str::FromStr;

use clock::Instant;
use expression::{Decimal, Field, Kind, Schema, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use uuid::Uuid;

/// A record of the resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visit {
    pub(crate) note: Option<String>,
    pub(crate) stage: Option<&'static str>,
    pub(crate) guests: Option<i64>,
    pub(crate) rating: Option<f64>,
    pub(crate) paid: Option<bool>,
    pub(crate) start_time: Option<Instant>,
    pub(crate) day: Option<Date>,
    pub(crate) owner: Option<Uuid>,
    pub(crate) budget: Option<Decimal>,
    pub(crate) tags: Vec<String>,
}

impl Visit {
    /// The values under a path, as a filter asks for them.
    pub(crate) fn values(&self, path: &str) -> Vec<Value> {
        let value = match path {
            "note" => self.note.clone().map(Value::Text),
            "stage" => self.stage.map(|stage| Value::Text(stage.to_owned())),
            "guests" => self.guests.map(Value::Integer),
            "rating" => self.rating.map(Value::Number),
            "paid" => self.paid.map(Value::Boolean),
            "start_time" => self.start_time.map(Value::Instant),
            "day" => self.day.map(Value::Date),
            "owner" => self.owner.map(Value::Id),
            "attributes.budget" => self.budget.map(Value::Decimal),
            "tags" => return self.tags.iter().cloned().map(Value::Text).collect(),
            other => panic!("a filter asked for {other}, which no schema names"),
        };
        value.into_iter().collect()
    }
}

/// All fields of the resource; the owner is the one of class `restricted`.
pub(crate) fn schema() -> Schema {
    let tied = |table: &'static str| -> SelectStatement {
        Query::select().from(table).and_where(Expr::col((table, "visit")).equals(("visit", "id"))).take()
    };
    let budgets = tied("attribute").and_where(Expr::col("field").eq("budget")).take();
    Schema::new([
        Field::column("note", Kind::Text, "plain", ("visit", "note")),
        Field::column("stage", Kind::code(["planned", "done"]), "plain", ("visit", "stage")),
        Field::column("guests", Kind::Integer, "plain", ("visit", "guests")),
        Field::column("rating", Kind::Number, "plain", ("visit", "rating")),
        Field::column("paid", Kind::Boolean, "plain", ("visit", "paid")),
        Field::column("start_time", Kind::Instant, "plain", ("visit", "start_time")),
        Field::column("day", Kind::Date, "plain", ("visit", "day")),
        Field::column("owner", Kind::Id, "restricted", ("visit", "owner")),
        Field::row("attributes.budget", Kind::Decimal, "plain", budgets, ("attribute", "number")),
        Field::rows("tags", Kind::Text, "plain", tied("tag"), ("tag", "name")),
    ])
}

pub(crate) fn instant(text: &str) -> Instant {
    Timestamp::from_str(text).unwrap().into()
}
