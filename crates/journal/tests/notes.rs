//! A table of notes, whose records are the journal's guinea pigs.

use std::sync::{Arc, LazyLock};

use clock::Clock;
use database::{Database, Row, Table};
use journal::{
    Cause, ChangeKind, Journal, RecordChange, RecordKey, RequestClaim, Settings, StateRow, StateTable, UniqueKey, Write,
};
use sea_orm::entity::prelude::*;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};
use testkit::Engine;
use tokio_util::sync::CancellationToken;

#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "note")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub note_id: Uuid,
    pub revision: i64,
    pub update_time: i64,
    pub facts: String,
    pub sealed: Vec<u8>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Notes)]
    }
}

struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &str {
        "notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        journal::create_tables(manager).await?;
        let notes = "CREATE TABLE note (
            tenant_id TEXT NOT NULL, note_id UUID NOT NULL, revision BIGINT NOT NULL, update_time BIGINT NOT NULL,
            facts TEXT NOT NULL, sealed BYTES NOT NULL, PRIMARY KEY (tenant_id, note_id)
        )";
        database::define(manager, notes).await
    }
}

pub static NOTE: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: "note", table: Table::of::<Entity>(), id_column: "note_id" });

pub const TENANT: &str = "tenant";

pub async fn database(engine: Engine) -> Database {
    testkit::fresh_database::<Migrator>(engine).await
}

pub fn journal(database: &Database) -> Journal {
    Journal::open("notes", database.clone(), Clock::system(), Settings::default()).0
}

/// The write that makes a note say `facts`, from the revision that was read.
pub fn write(id: Uuid, expected_revision: i64, facts: &str, salt: u128) -> Write {
    let facts = format!("{{\"text\":\"{facts}\"}}");
    let sealed = vec![1, 2, 3];
    let row = Model {
        tenant_id: TENANT.into(),
        note_id: id,
        revision: expected_revision + 1,
        update_time: 0,
        facts: facts.clone(),
        sealed: sealed.clone(),
    };
    Write {
        tenant: Arc::from(TENANT),
        actor: "test".into(),
        cause: Cause { kind: "call", id: Uuid::nil() },
        trace: Vec::new(),
        fence: None,
        request: None,
        claims: Vec::new(),
        releases: Vec::new(),
        limits: Vec::new(),
        records: vec![RecordChange {
            key: RecordKey { kind: "note", id },
            customer: id,
            subject: id,
            expected_revision,
            change: if expected_revision == 0 { ChangeKind::Created } else { ChangeKind::Updated },
            schema: 1,
            facts,
            sealed,
            salt: salt.to_be_bytes(),
            state: StateRow { table: &NOTE, row: Row::of(&row).unwrap(), time_columns: vec![3] },
            tokens: None,
            index_rows: Vec::new(),
            sums: Vec::new(),
        }],
    }
}

pub fn request(id: u128, fingerprint: u8) -> RequestClaim {
    RequestClaim { principal: "test".into(), id: Uuid::from_u128(id), fingerprint: [fingerprint; 32] }
}

pub fn key(value: u8) -> UniqueKey {
    UniqueKey { kind: "word", value: vec![value] }
}

/// What does not fit in the journal, once every entry has its place.
pub async fn faults(journal: &Journal) -> Vec<String> {
    let end = CancellationToken::new();
    let sequencer = tokio::spawn(journal.clone().sequence(end.clone()));
    journal.wait_until_ordered().await.unwrap();
    end.cancel();
    sequencer.await.unwrap();
    journal.verify(&[&NOTE], |_| ()).await.unwrap().faults
}
