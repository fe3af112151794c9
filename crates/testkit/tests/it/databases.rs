//! Every test has a database for itself.

use database::Database;
use sea_orm_migration::prelude::*;
use testkit::{Engine, fresh_database, fresh_url, on_both_engines};

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Notes)]
    }
}

struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &str {
        "m0001_notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        database::define(manager, "CREATE TABLE note (id BIGINT PRIMARY KEY)").await
    }
}

async fn write(database: &Database) -> u64 {
    let mut transaction = database.begin().await.unwrap();
    let written = transaction.execute("INSERT INTO note (id) VALUES (1)", vec![]).await.unwrap();
    transaction.commit().await.unwrap();
    written
}

on_both_engines! {
    async fn a_database_has_the_schema_and_nobodys_rows(engine) {
        let (mine, yours) = (fresh_database::<Migrator>(engine).await, fresh_database::<Migrator>(engine).await);
        assert_eq!(mine.engine(), engine);
        database::check::<Migrator>(&mine).await.unwrap();
        // The same key in both: neither sees the other's.
        assert_eq!((write(&mine).await, write(&yours).await), (1, 1));
    }

    async fn a_database_can_be_opened_again_by_its_address(engine) {
        let address = fresh_url::<Migrator>(engine).await.parse().unwrap();
        let open = || Database::connect(&address, Default::default());
        let first = open().await.unwrap();
        write(&first).await;
        first.close().await;

        let mut transaction = open().await.unwrap().begin().await.unwrap();
        assert_eq!(transaction.query("SELECT id FROM note", vec![]).await.unwrap().len(), 1);
    }
}

#[test]
fn a_folder_is_gone_after_the_run() {
    let (folder, url) = testkit::run(async {
        let url = fresh_url::<Migrator>(Engine::Sqlite).await;
        (testkit::fresh_folder(), url)
    });
    assert!(!folder.exists());
    assert!(!std::path::Path::new(url.strip_prefix("sqlite:").unwrap()).exists());
}

#[test]
fn a_postgres_database_is_gone_after_the_run_although_it_was_left_open() {
    if testkit::is_skipped() {
        return;
    }
    let url = testkit::run(async {
        let url = fresh_url::<Migrator>(Engine::Postgres).await;
        let database = Database::connect(&url.parse().unwrap(), Default::default()).await.unwrap();
        std::mem::forget(database);
        url
    });
    let reopened = testkit::run(async { Database::connect(&url.parse().unwrap(), Default::default()).await });
    let refusal = reopened.unwrap_err().to_string();
    assert!(refusal.contains("does not exist"), "{refusal}");
}

#[test]
fn a_database_outside_a_run_is_refused_with_the_way_to_one() {
    let outcome = std::panic::catch_unwind(testkit::fresh_folder);
    let message = *outcome.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("within `testkit::run`"), "{message}");
}
