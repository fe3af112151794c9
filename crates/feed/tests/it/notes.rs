//! A service that keeps notes, whose feed is watched.

use std::sync::{Arc, LazyLock};

use contracts::customer::v1::CustomerEvent;
use database::{Database, Row, Table, WriteTransaction};
use feed::EventError;
use journal::{
    Cause, ChangeKind, Journal, Ordered, Outcome, RecordChange, RecordKey, StateRow, StateTable, Write, WriteError,
};
use prost_types::Any;
use sea_orm::entity::prelude::*;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

pub const SERVICE: &str = "notes";
pub const TENANT: &str = "north";
pub const OTHER_TENANT: &str = "south";
/// Stands in every sealed part.
pub const PERSONAL: &[u8] = b"13912345678";
/// Notes that are written by one write.
const AT_ONCE: usize = 500;

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

static NOTE: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: "note", table: Table::of::<Entity>(), id_column: "note_id" });

/// The form of the facts of which a newer release knows.
pub const NEWER_SCHEMA: i64 = 2;
/// Facts that nobody can read.
pub const MALFORMED: &str = "";

/// The event of a note: its facts as a stage, nothing else.
pub fn event(ordered: &Ordered) -> Result<Option<Any>, EventError> {
    if ordered.schema == NEWER_SCHEMA {
        return Err(EventError::SchemaNewer);
    }
    if ordered.facts.as_deref() == Some(MALFORMED) {
        return Err(EventError::Malformed("empty".into()));
    }
    let event = CustomerEvent { stage: ordered.facts.clone().unwrap_or_default(), ..CustomerEvent::default() };
    Any::from_msg(&event).map(Some).map_err(|error| EventError::Malformed(error.to_string()))
}

/// The note of a number. Those of 16 numbers in a row are in as many partitions.
pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

/// What a note says.
pub fn text(number: u64, revision: i64) -> String {
    format!("{{\"text\":\"{number}/{revision}\"}}")
}

fn change(tenant: &str, number: u64, revision: i64) -> RecordChange {
    let row = Model {
        tenant_id: tenant.to_owned(),
        note_id: id(number),
        revision,
        update_time: 0,
        facts: text(number, revision),
        sealed: PERSONAL.to_vec(),
    };
    RecordChange {
        key: RecordKey { kind: "note", id: id(number) },
        customer: id(number),
        subject: id(number),
        expected_revision: revision - 1,
        change: if revision == 1 { ChangeKind::Created } else { ChangeKind::Updated },
        schema: 1,
        facts: row.facts.clone(),
        sealed: row.sealed.clone(),
        salt: rand::random(),
        state: StateRow { table: &NOTE, row: Row::of(&row).unwrap(), time_columns: vec![3] },
        tokens: None,
        index_rows: Vec::new(),
        sums: Vec::new(),
    }
}

/// The write that takes notes to a revision.
pub fn write(tenant: &str, numbers: impl IntoIterator<Item = u64>, revision: i64) -> Write {
    Write {
        tenant: Arc::from(tenant),
        actor: "test".into(),
        cause: Cause { kind: "call", id: Uuid::nil() },
        trace: Vec::new(),
        fence: None,
        request: None,
        claims: Vec::new(),
        releases: Vec::new(),
        limits: Vec::new(),
        records: numbers.into_iter().map(|number| change(tenant, number, revision)).collect(),
    }
}

/// Takes notes to a revision.
pub async fn take_to(journal: &Journal, tenant: &str, numbers: impl IntoIterator<Item = u64>, revision: i64) {
    let numbers: Vec<_> = numbers.into_iter().collect();
    for numbers in numbers.chunks(AT_ONCE) {
        let outcome: Result<Outcome, WriteError> =
            journal.write(write(tenant, numbers.iter().copied(), revision)).await;
        assert!(matches!(outcome, Ok(Outcome::Committed(_))), "{outcome:?}");
    }
}

/// Makes of the database an older copy of itself, of when it had so many entries. Afterwards no note had a second revision.
pub async fn restore(database: &Database, entries: i64) {
    let mut transaction = database.begin().await.unwrap();
    for sql in ["DELETE FROM journal WHERE position > $1", "DELETE FROM journal_order WHERE position > $1"] {
        transaction.execute(sql, vec![entries.into()]).await.unwrap();
    }
    for sql in [
        "DELETE FROM note WHERE NOT EXISTS (SELECT 1 FROM journal WHERE entity_id = note_id)",
        "UPDATE journal_head SET
             sequence = COALESCE((SELECT MAX(sequence) FROM journal_order AS place
                 WHERE place.partition = journal_head.partition), 0)",
        "UPDATE journal_head SET hash = COALESCE((SELECT hash FROM journal_order AS place
             WHERE place.partition = journal_head.partition AND place.sequence = journal_head.sequence), hash)
         WHERE sequence > 0",
    ] {
        transaction.execute(sql, Vec::new()).await.unwrap();
    }
    empty_heads(&mut transaction).await;
    transaction.commit().await.unwrap();
}

async fn empty_heads(transaction: &mut WriteTransaction) {
    let sql = "UPDATE journal_head SET hash = $1 WHERE sequence = 0";
    transaction.execute(sql, vec![Vec::<u8>::new().into()]).await.unwrap();
}
