//! A transaction that writes.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Row as _, Sqlite, Transaction};
use uuid::Uuid;

use crate::parameter::{self, Parameter};
use crate::postgres::PostgresConnection;
use crate::{Engine, Error};

/// A transaction that writes. Dropped without [`WriteTransaction::commit`] it is rolled back.
///
/// Statements are constant texts with `$1`, `$2` … for values, on both engines.
pub enum WriteTransaction {
    /// On SQLite, with the write lock.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(PostgresConnection),
}

/// A row that was read in a write transaction.
pub enum Fetched {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident -> $type:ty) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Error::Statement`] when there is no such column or it holds something else.
        pub fn $name(&self, column: usize) -> Result<$type, Error> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    };
}

impl Fetched {
    getter!(
        /// The whole number in the column.
        integer -> i64
    );
    getter!(
        /// The text in the column.
        text -> String
    );
    getter!(
        /// The bytes in the column.
        bytes -> Vec<u8>
    );
    getter!(
        /// The id in the column.
        uuid -> Uuid
    );
}

impl WriteTransaction {
    /// Which engine it runs on.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement; answers how many rows it touched.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn execute(&mut self, sql: impl Into<Arc<str>>, parameters: Vec<Parameter>) -> Result<u64, Error> {
        let sql = AssertSqlSafe(sql.into());
        Ok(match self {
            Self::Sqlite(transaction) => {
                parameter::bind_sqlite(sqlx::query(sql), parameters)?.execute(&mut **transaction).await?.rows_affected()
            }
            Self::Postgres(connection) => {
                connection.execute(parameter::bind_postgres(sqlx::query(sql), parameters)).await?.rows_affected()
            }
        })
    }

    /// Runs a statement that answers rows.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn query(&mut self, sql: impl Into<Arc<str>>, parameters: Vec<Parameter>) -> Result<Vec<Fetched>, Error> {
        let sql = AssertSqlSafe(sql.into());
        Ok(match self {
            Self::Sqlite(transaction) => parameter::bind_sqlite(sqlx::query(sql), parameters)?
                .fetch_all(&mut **transaction)
                .await?
                .into_iter()
                .map(Fetched::Sqlite)
                .collect(),
            Self::Postgres(connection) => connection
                .fetch_all(parameter::bind_postgres(sqlx::query(sql), parameters))
                .await?
                .into_iter()
                .map(Fetched::Postgres)
                .collect(),
        })
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// After [`Error::Unavailable`] it is unknown whether it was.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(connection) => connection.commit().await?,
        }
        Ok(())
    }
}
