//! Connecting to SQLite and PostgreSQL, writing transactions, leases and the migration gate.
//!
//! Reading goes through sea-orm on [`Database::reader`]. Writing goes through a [`WriteTransaction`], which speaks to both
//! engines in sets of rows; only the journal's writer and the consumers of a feed open one on a service's records.

mod address;
mod error;
mod find_each;
mod folder_lock;
mod lease;
mod lease_share;
mod migration;
mod parameter;
mod postgres;
mod reader;
mod rows;
mod sqlite;
mod sqlite_copy;
mod table;
mod token_index;
mod transaction;
mod values;

use std::sync::Arc;

pub use address::Address;
pub use error::Error;
pub use lease::Lease;
pub use lease_share::LeaseShare;
pub use migration::{check, define, migrate};
pub use parameter::Parameter;
use postgres::PostgresConnection;
pub use reader::Reader;
pub use rows::Row;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
pub use sea_orm_migration::MigratorTrait;
pub use sqlite_copy::copy_sqlite;
pub use table::Table;
pub use token_index::{Candidate, Cursor, Document, TokenIndex, TokenQuery};
pub use transaction::{Fetched, WriteTransaction};

/// Which of the two databases.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    /// Embedded, one file, one writer.
    Sqlite,
    /// A server, many writers.
    Postgres,
}

/// How many connections a database gets.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connections {
    /// Connections that read.
    pub readers: u32,
    /// Connections that write; on SQLite there is always one.
    pub writers: u32,
}

impl Default for Connections {
    fn default() -> Self {
        Self { readers: 4, writers: 3 }
    }
}

/// An open database. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Database {
    engine: Engine,
    reader: Reader,
    writer: Writer,
    /// Kept while the database is open, so that a second process is refused the folder.
    _lock: Option<Arc<folder_lock::FolderLock>>,
}

#[derive(Clone, Debug)]
enum Writer {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

impl Database {
    /// Opens the database at `address`; a SQLite file is created when absent, its folder with it.
    ///
    /// # Errors
    /// [`Error::Held`] when another process has the folder, [`Error::Unavailable`] when the server cannot be reached.
    pub async fn connect(address: &Address, connections: Connections) -> Result<Self, Error> {
        match address {
            Address::Sqlite(file) => sqlite::connect(file, connections).await,
            Address::Postgres(options) => postgres::connect(options, connections).await,
        }
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The connections for reads.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Opens a write transaction. On SQLite it holds the only write lock from here on.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when no connection can be had.
    pub async fn begin(&self) -> Result<WriteTransaction, Error> {
        Ok(match &self.writer {
            Writer::Sqlite(pool) => WriteTransaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Writer::Postgres(pool) => WriteTransaction::Postgres(PostgresConnection::begin(pool).await?),
        })
    }

    /// The whole number that a statement with `$1`, `$2` … for values answers.
    ///
    /// # Errors
    /// Those of the database; [`Error::Statement`] when it answers something else.
    pub async fn number(&self, sql: &str, parameters: Vec<Parameter>) -> Result<i64, Error> {
        let backend = self.reader.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, parameters.into_iter().map(Value::from));
        let row = self.reader.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| Error::Statement("the statement answered no row".into()))?;
        Ok(row.try_get_by_index(0)?)
    }

    /// The time of the database, in microseconds since the epoch: the one that all who share it agree on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn time(&self) -> Result<i64, Error> {
        self.number(&format!("SELECT {}", lease::now(self.engine)), Vec::new()).await
    }

    /// The writing connection as sea-orm sees it, for migrations.
    pub(crate) fn migrating(&self) -> DatabaseConnection {
        match &self.writer {
            Writer::Sqlite(pool) => sea_orm::SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone()),
            Writer::Postgres(pool) => sea_orm::SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        }
    }

    /// Closes every connection; on SQLite the log is first brought into the file.
    pub async fn close(self) {
        if let Writer::Sqlite(pool) = &self.writer {
            if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(pool).await {
                tracing::warn!(%error, "the write-ahead log could not be brought into the database file");
            }
            pool.close().await;
        }
        if let Writer::Postgres(pool) = &self.writer {
            pool.close().await;
        }
        if let Err(error) = self.reader.close().await {
            tracing::warn!(%error, "closing the reading connections failed");
        }
    }
}
