//! Databases for tests: SQLite always, PostgreSQL where the environment names a server.

use std::future::Future;

use access::log::Migrations;
use clock::Clock;
use database::{Address, Connections, Database};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// Holds a `postgres://` URL of a server where databases may be created.
const POSTGRES: &str = "DOSSIER_TEST_POSTGRES";

/// Runs a test on each engine that is there, with a database of its own that has the schema of the access log.
pub(crate) async fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Database) -> F) {
    let folder = TempDir::new().unwrap();
    test(migrated(&sqlite_in(&folder)).await).await;

    let Some(server) = std::env::var_os(POSTGRES) else { return };
    let server = server.into_string().unwrap();
    let name = format!("access_{}", Clock::system().id().simple());
    let administrator = Database::connect(&server.parse().unwrap(), Connections::default()).await.unwrap();
    administrator.reader().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let database = migrated(&format!("{base}/{name}").parse().unwrap()).await;
    test(database.clone()).await;
    database.close().await;
    administrator.reader().execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

pub(crate) fn sqlite_in(folder: &TempDir) -> Address {
    Address::Sqlite(folder.path().join("access.sqlite"))
}

pub(crate) async fn migrated(address: &Address) -> Database {
    let database = Database::connect(address, Connections::default()).await.unwrap();
    database::migrate::<Migrations>(&database).await.unwrap();
    database::check::<Migrations>(&database).await.unwrap();
    database
}
