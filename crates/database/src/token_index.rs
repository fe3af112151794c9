//! Search in sealed text: an index from keyed-hash tokens to records.
//!
//! SQLite keeps the tokens in a contentless FTS5 table that deletes securely, PostgreSQL in a `bigint[]` with a GIN index.
//! What the index leaks: which records share a token, and how often; never the text, without the tenant's key.

mod candidates;
mod put;

use std::time::Duration;

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use crate::postgres::PostgresConnection;
use crate::{Database, Error, Writer, define};

/// How long a vacuum may take.
const LONGEST_VACUUM: Duration = Duration::from_secs(3_600);

/// An index over the records of one kind.
#[derive(Clone, Copy, Debug)]
pub struct TokenIndex {
    /// The beginning of its tables' names, such as `customer_token`.
    pub name: &'static str,
}

/// What is looked for: a record that has all tokens of at least one of the alternatives.
#[derive(Clone, Debug, Default)]
pub struct TokenQuery(pub Vec<Vec<i64>>);

/// A record that has the tokens, and where it stands in the order of the index.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The record.
    pub id: Uuid,
    /// Ask for candidates before this to go on.
    pub cursor: Cursor,
}

/// A place in the order of an index, newest first.
#[derive(Clone, Copy, Debug, serde::Deserialize, serde::Serialize)]
pub enum Cursor {
    /// On SQLite, the number of the document.
    Document(i64),
    /// On PostgreSQL, the id of the record.
    Record(Uuid),
}

/// The tokens of one record.
#[derive(Clone, Debug)]
pub struct Document {
    /// The tenant.
    pub tenant: String,
    /// The record.
    pub record: Uuid,
    /// Its tokens, each of 40 bits.
    pub tokens: Vec<i64>,
    /// Whether the record is not in the index yet.
    pub is_new: bool,
}

impl TokenIndex {
    /// Makes the tables of the index.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_tables(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let name = self.name;
        let tables = match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite => format!(
                "CREATE TABLE {name}_document (
                    document INTEGER PRIMARY KEY,
                    tenant_id TEXT NOT NULL,
                    record_id UUID NOT NULL,
                    tokens TEXT NOT NULL
                );
                CREATE UNIQUE INDEX {name}_record ON {name}_document (tenant_id, record_id);
                CREATE VIRTUAL TABLE {name}_index USING fts5(tokens, content='', detail=none, tokenize='ascii');
                INSERT INTO {name}_index({name}_index, rank) VALUES('secure-delete', 1);"
            ),
            _ => format!(
                "CREATE TABLE {name}_document (
                    tenant_id TEXT NOT NULL,
                    record_id UUID NOT NULL,
                    tokens BIGINT[] NOT NULL,
                    PRIMARY KEY (tenant_id, record_id)
                );
                CREATE INDEX {name}_index ON {name}_document USING gin (tokens);"
            ),
        };
        define(manager, &tables).await
    }

    /// Lets the files go of tokens that were taken out: PostgreSQL keeps dead rows until a vacuum. SQLite has overwritten them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn vacuum(&self, database: &Database) -> Result<(), Error> {
        let Writer::Postgres(pool) = &database.writer else { return Ok(()) };
        let mut connection = PostgresConnection::acquire(pool).await?;
        connection.execute(sqlx::query("SET statement_timeout = 0")).await?;
        let vacuum = format!("VACUUM {}_document", self.name);
        let outcome = connection.execute_long(sqlx::query(sqlx::AssertSqlSafe(vacuum)), LONGEST_VACUUM).await;
        connection.execute(sqlx::query("RESET statement_timeout")).await?;
        outcome?;
        Ok(())
    }
}
