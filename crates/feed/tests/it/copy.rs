//! A projection that keeps a copy of all notes, and counts the entries that it took in.

use std::sync::LazyLock;

use contracts::customer::v1::CustomerEvent;
use contracts::feed::v1::Entry;
use database::{Database, Error, Lease, Row, Table, WriteTransaction};
use feed::Projection;
use sea_orm::entity::prelude::*;
use sea_orm::{PaginatorTrait, QueryOrder};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

use crate::notes;

#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "note_copy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub note_id: Uuid,
    pub revision: i64,
    pub facts: String,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

mod tally {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
    #[sea_orm(table_name = "tally")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub entries: i64,
    }

    #[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Copies)]
    }
}

struct Copies;

impl MigrationName for Copies {
    fn name(&self) -> &str {
        "copies"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Copies {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Lease::create_table(manager).await?;
        feed::create_tables(manager).await?;
        let copies = "CREATE TABLE note_copy (
            tenant_id TEXT NOT NULL, note_id UUID NOT NULL, revision BIGINT NOT NULL, facts TEXT NOT NULL,
            PRIMARY KEY (tenant_id, note_id)
        );
        CREATE TABLE tally (name TEXT NOT NULL PRIMARY KEY, entries BIGINT NOT NULL);
        INSERT INTO tally (name, entries) VALUES ('taken', 0), ('resets', 0);";
        database::define(manager, copies).await
    }
}

static COPY: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

pub struct Copy;

impl Projection for Copy {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        let rows = feed::newest(entries).map(|entry| {
            let event = entry.event.as_ref().unwrap().to_msg::<CustomerEvent>().unwrap();
            Row::of(&Model {
                tenant_id: entry.tenant_id.clone(),
                note_id: entry.entity_id.parse().unwrap(),
                revision: entry.revision,
                facts: event.stage,
            })
        });
        transaction.put_newer(&COPY, rows.collect::<Result<_, _>>()?).await?;
        add(transaction, "taken", i64::try_from(entries.len()).unwrap()).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        transaction.execute("DELETE FROM note_copy", Vec::new()).await?;
        transaction.execute("UPDATE tally SET entries = 0 WHERE name = 'taken'", Vec::new()).await?;
        add(transaction, "resets", 1).await
    }
}

async fn add(transaction: &mut WriteTransaction, name: &str, count: i64) -> Result<(), Error> {
    let sql = "UPDATE tally SET entries = entries + $1 WHERE name = $2";
    transaction.execute(sql, vec![count.into(), name.into()]).await.map(drop)
}

/// How often something was counted: entries that were `taken`, `resets`.
pub async fn tally(copies: &Database, name: &str) -> i64 {
    tally::Entity::find_by_id(name).one(copies.reader()).await.unwrap().unwrap().entries
}

/// How many entries there are in a journal.
pub async fn entry_count(source: &Database) -> i64 {
    i64::try_from(journal::entity::journal::Entity::find().count(source.reader()).await.unwrap()).unwrap()
}

/// Fails unless the copy is the source and every entry was taken once.
pub async fn assert_equal(source: &Database, copies: &Database) {
    let notes = notes::Entity::find()
        .order_by_asc(notes::Column::TenantId)
        .order_by_asc(notes::Column::NoteId)
        .all(source.reader())
        .await
        .unwrap();
    let expected: Vec<_> = notes
        .into_iter()
        .map(|note| Model {
            tenant_id: note.tenant_id,
            note_id: note.note_id,
            revision: note.revision,
            facts: note.facts,
        })
        .collect();
    let copied =
        Entity::find().order_by_asc(Column::TenantId).order_by_asc(Column::NoteId).all(copies.reader()).await.unwrap();
    assert_eq!(copied.len(), expected.len(), "a copy for each note");
    assert!(copied == expected, "copies are as their notes");
    assert_eq!(tally(copies, "taken").await, entry_count(source).await, "every entry was taken once");
}
