//! The connections that read, as sea-orm uses them.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_orm_migration::async_trait::async_trait;
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgPool, Postgres};

use crate::postgres::PostgresConnection;

/// The connections of a database that read.
#[derive(Clone, Debug)]
pub enum Reader {
    /// On SQLite.
    Sqlite(DatabaseConnection),
    /// On PostgreSQL, where sea-orm itself would wait without end for a server that vanished.
    Postgres(PgPool),
}

impl Reader {
    /// Closes the connections.
    pub(crate) async fn close(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(connections) => connections.close().await,
            Self::Postgres(pool) => {
                pool.close().await;
                Ok(())
            }
        }
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(connections) => connections.execute_raw(statement).await,
            Self::Postgres(pool) => execute(pool, bound(&statement)).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(connections) => connections.execute_unprepared(sql).await,
            Self::Postgres(pool) => execute(pool, sqlx::query(AssertSqlSafe(sql)).persistent(false)).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(connections) => connections.query_all_raw(statement).await,
            Self::Postgres(pool) => {
                let mut connection = PostgresConnection::acquire(pool).await.map_err(failed)?;
                let rows = connection.fetch_all(bound(&statement)).await.map_err(failed)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }
}

async fn execute<A: sqlx::IntoArguments<Postgres>>(
    pool: &PgPool,
    query: Query<'_, Postgres, A>,
) -> Result<ExecResult, DbErr> {
    let mut connection = PostgresConnection::acquire(pool).await.map_err(failed)?;
    Ok(connection.execute(query).await.map_err(failed)?.into())
}

fn bound(statement: &Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = SqlxValues(statement.values.clone().unwrap_or_else(|| sea_orm::Values(Vec::new())));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), values)
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
