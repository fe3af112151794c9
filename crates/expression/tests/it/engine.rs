//! Records in a database, asked through one connection.

use expression::{Decimal, Filter};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};
use tokio::runtime::{Builder, Runtime};

use crate::visit::Visit;

/// A connection with temporary tables, which end with it.
pub(crate) struct Engine {
    runtime: Runtime,
    connection: DatabaseConnection,
}

impl Engine {
    pub(crate) fn start(url: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let connection = runtime.block_on(Database::connect(options)).unwrap();
        let text = match connection.get_database_backend() {
            // A collation far from the order of code points, so that nothing may be left to the database.
            DbBackend::Postgres => r#"text COLLATE "en-x-icu""#,
            _ => "text",
        };
        for table in [
            format!(
                "visit (id bigint, note {text}, stage {text}, guests bigint, rating double precision, paid boolean, \
                 start_time bigint, day {text}, owner uuid)"
            ),
            format!("attribute (visit bigint, field {text}, number bigint)"),
            format!("tag (visit bigint, name {text})"),
        ] {
            let create = format!("CREATE TEMPORARY TABLE {table}");
            runtime.block_on(connection.execute_unprepared(&create)).unwrap();
        }
        Self { runtime, connection }
    }

    /// Makes these the only records; the id of a record is its index.
    pub(crate) fn keep(&self, visits: &[Visit]) {
        let mut rows = Query::insert();
        rows.into_table("visit");
        rows.columns(["id", "note", "stage", "guests", "rating", "paid", "start_time", "day", "owner"]);
        let mut attributes = Query::insert();
        attributes.into_table("attribute").columns(["visit", "field", "number"]);
        let mut tags = Query::insert();
        tags.into_table("tag").columns(["visit", "name"]);

        for (id, visit) in (0i64..).zip(visits) {
            rows.values_panic([
                Expr::from(id),
                visit.note.clone().into(),
                visit.stage.into(),
                visit.guests.into(),
                visit.rating.into(),
                visit.paid.into(),
                visit.start_time.map(|instant| instant.as_micros()).into(),
                visit.day.map(|day| day.to_string()).into(),
                visit.owner.into(),
            ]);
            // Beside the budget stands another field of the same table.
            for (field, number) in [("budget", visit.budget.map(Decimal::as_millionths)), ("visits", Some(1_000_000))] {
                if number.is_some() {
                    attributes.values_panic([id.into(), field.into(), number.into()]);
                }
            }
            for tag in &visit.tags {
                tags.values_panic([Expr::from(id), tag.into()]);
            }
        }

        self.runtime.block_on(async {
            for table in ["visit", "attribute", "tag"] {
                self.connection.execute(Query::delete().from_table(table)).await.unwrap();
            }
            self.connection.execute(&rows).await.unwrap();
            self.connection.execute(&attributes).await.unwrap();
            if visits.iter().any(|visit| !visit.tags.is_empty()) {
                self.connection.execute(&tags).await.unwrap();
            }
        });
    }

    /// The ids of the records that match, in order.
    pub(crate) fn find(&self, filter: &Filter) -> Vec<i64> {
        let condition = filter.condition(self.connection.get_database_backend());
        let mut select = Query::select();
        select.column(("visit", "id")).from("visit").cond_where(condition).order_by("id", sea_orm::Order::Asc);
        let rows = self.runtime.block_on(self.connection.query_all(&select)).unwrap();
        rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
    }
}
