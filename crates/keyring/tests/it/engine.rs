//! A database of its own for every test, on each engine.

use std::io::Write;

use clock::{Clock, Instant};
use database::{Address, Connections, Database};
use keyring::{Context, Keyring, MasterKeys};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;
use uuid::Uuid;

/// Names the server on which PostgreSQL is tested.
const POSTGRES: &str = "DOSSIER_TEST_POSTGRES";

/// 32 zero bytes as version 1.
pub(crate) const MASTER_KEY: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// Runs a test on a migrated database of each engine.
pub(crate) async fn on_each_engine<M: MigratorTrait>(test: impl AsyncFn(Database)) {
    let (_folder, database) = sqlite::<M>().await;
    test(database).await;
    #[expect(clippy::disallowed_methods, reason = "only the environment knows the server of the test run")]
    match std::env::var(POSTGRES) {
        Ok(server) => on_postgres::<M>(&server, test).await,
        // Written past the capture of the test harness: nobody shall take this for a pass.
        Err(_) => {
            let mut output = std::io::stderr();
            writeln!(output, "LEFT OUT: PostgreSQL, because {POSTGRES} names no server").unwrap();
        }
    }
}

/// A migrated SQLite file, and the folder that it goes away with.
pub(crate) async fn sqlite<M: MigratorTrait>() -> (TempDir, Database) {
    let folder = TempDir::new().unwrap();
    let database = connect(&format!("sqlite:{}", folder.path().join("keyring.db").display())).await;
    database::migrate::<M>(&database).await.unwrap();
    (folder, database)
}

async fn on_postgres<M: MigratorTrait>(server: &str, test: impl AsyncFn(Database)) {
    let (base, _) = server.rsplit_once('/').filter(|(base, _)| base.contains('@')).unwrap_or((server, ""));
    let name = format!("keyring_{}", Clock::system().id().simple());
    let administrator = connect(&format!("{base}/postgres")).await;
    administrator.reader().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let database = connect(&format!("{base}/{name}")).await;
    database::migrate::<M>(&database).await.unwrap();
    test(database.clone()).await;
    database.close().await;
    administrator.reader().execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn connect(address: &str) -> Database {
    Database::connect(&address.parse::<Address>().unwrap(), Connections::default()).await.unwrap()
}

/// A process's own view of a keyring: its own cache, its own slots.
pub(crate) async fn process(database: &Database, clock: &Clock) -> Keyring {
    Keyring::open(database.clone(), MasterKeys::from_text(MASTER_KEY).unwrap(), clock.clone()).await.unwrap()
}

pub(crate) fn manual_clock() -> Clock {
    Clock::manual(Instant::from_micros(1_750_000_000_000_000))
}

/// The place of revision `revision` of a customer.
pub(crate) fn place(subject: Uuid, revision: i64) -> Context<'static> {
    Context { tenant: "acme", service: "customer", entity_kind: "customer", entity_id: subject, revision, subject }
}

/// Runs a statement behind the keyring's back.
pub(crate) async fn tamper(database: &Database, statement: &str) {
    let mut transaction = database.begin().await.unwrap();
    assert!(transaction.execute(statement, Vec::new()).await.unwrap() > 0, "the statement must touch a row");
    transaction.commit().await.unwrap();
}

/// A number that a statement answers.
pub(crate) async fn number(database: &Database, query: &str) -> i64 {
    database.begin().await.unwrap().query(query, Vec::new()).await.unwrap()[0].integer(0).unwrap()
}
