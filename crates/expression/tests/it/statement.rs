//! What reaches the database: names of the schema, and every value bound.

use expression::Filter;
use sea_orm::DbBackend;
use sea_orm::sea_query::{PostgresQueryBuilder, Query, SqliteQueryBuilder, Value};

use crate::visit::schema;

/// The condition of a filter in SQL, and the values bound to it.
fn statement(text: &str, engine: DbBackend) -> (String, Vec<Value>) {
    let condition = Filter::parse(text, &schema()).unwrap().condition(engine);
    let select = Query::select().column("id").from("visit").cond_where(condition).take();
    let (sql, values) = match engine {
        DbBackend::Postgres => select.build(PostgresQueryBuilder),
        _ => select.build(SqliteQueryBuilder),
    };
    let (_, condition) = sql.split_once(" WHERE ").unwrap();
    (condition.replace("\"visit\".", ""), values.0)
}

#[test]
fn statements_are_such_that_indexes_serve_them() {
    for (text, postgres, sqlite) in [
        ("", "TRUE", "TRUE"),
        ("stage = done", r#""stage" = $1"#, r#""stage" = ?"#),
        ("stage != done", r#""stage" IS NULL OR (NOT "stage" = $1)"#, r#""stage" IS NULL OR (NOT "stage" = ?)"#),
        ("owner:*", r#""owner" IS NOT NULL"#, r#""owner" IS NOT NULL"#),
        ("-owner:*", r#""owner" IS NULL"#, r#""owner" IS NULL"#),
        (
            "note = \"a*\"",
            r#"("note" COLLATE "C") >= $1 AND ("note" COLLATE "C") < $2"#,
            r#""note" >= ? AND "note" < ?"#,
        ),
        (
            "tags:vip",
            r#"EXISTS(SELECT 1 FROM "tag" WHERE "tag"."visit" = "id" AND "tag"."name" = $1)"#,
            r#"EXISTS(SELECT 1 FROM "tag" WHERE "tag"."visit" = "id" AND "tag"."name" = ?)"#,
        ),
    ] {
        assert_eq!(statement(text, DbBackend::Postgres).0, postgres, "for {text}");
        assert_eq!(statement(text, DbBackend::Sqlite).0, sqlite, "for {text}");
    }
}

#[test]
fn every_value_is_bound() {
    let hostile = "x' OR 1=1 --";
    for comparison in
        ["note = \"{}\"", "note != \"{}*\"", "note = \"*{}\"", "note:\"{}\"", "note < \"{}\"", "tags:\"{}\""]
    {
        let text = comparison.replace("{}", hostile);
        for engine in [DbBackend::Postgres, DbBackend::Sqlite] {
            let (sql, values) = statement(&text, engine);
            assert!(!sql.contains('\''), "{sql}");
            assert!(values.contains(&hostile.into()), "{values:?}");
        }
    }
}
