//! Finding the records that have tokens.

use sea_orm::{ConnectionTrait, Statement};
use sqlx::Row;
use uuid::Uuid;

use super::{Candidate, Cursor, TokenIndex, TokenQuery};
use crate::postgres::PostgresConnection;
use crate::{Database, Engine, Error, Reader};

impl TokenIndex {
    /// The records of a tenant that have the tokens, newest first, at most `limit`, from before `before` on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn candidates(
        &self,
        database: &Database,
        tenant: &str,
        query: &TokenQuery,
        before: Option<Cursor>,
        limit: u64,
    ) -> Result<Vec<Candidate>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        match database.engine() {
            Engine::Sqlite => self.candidates_sqlite(database, tenant, query, before, limit).await,
            Engine::Postgres => self.candidates_postgres(database, tenant, query, before, limit).await,
        }
    }

    async fn candidates_sqlite(
        &self,
        database: &Database,
        tenant: &str,
        query: &TokenQuery,
        before: Option<Cursor>,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let name = self.name;
        let alternatives: Vec<_> = query
            .0
            .iter()
            .map(|tokens| {
                let all: Vec<_> = tokens.iter().map(|token| format!("\"{token:010x}\"")).collect();
                format!("({})", all.join(" AND "))
            })
            .collect();
        // A cross join, so that the index is read first: it answers newest first and stops when there are enough.
        let sql = format!(
            "SELECT document.document, document.record_id FROM {name}_index
             CROSS JOIN {name}_document AS document ON document.document = {name}_index.rowid
             WHERE {name}_index MATCH $1 AND {name}_index.rowid < $2 AND document.tenant_id = $3
             ORDER BY {name}_index.rowid DESC LIMIT $4"
        );
        let before = match before {
            Some(Cursor::Document(document)) => document,
            Some(Cursor::Record(_)) | None => i64::MAX,
        };
        let values = [alternatives.join(" OR ").into(), before.into(), tenant.into(), limit.into()];
        let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, values);
        let rows = database.reader().query_all_raw(statement).await?;
        rows.iter()
            .map(|row| {
                let document = row.try_get_by_index(0)?;
                Ok(Candidate { id: row.try_get_by_index(1)?, cursor: Cursor::Document(document) })
            })
            .collect()
    }

    async fn candidates_postgres(
        &self,
        database: &Database,
        tenant: &str,
        query: &TokenQuery,
        before: Option<Cursor>,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let Reader::Postgres(pool) = database.reader() else { return Ok(Vec::new()) };
        let name = self.name;
        let alternatives: Vec<_> = (0..query.0.len()).map(|index| format!("tokens @> ${}", index + 4)).collect();
        let sql = format!(
            "SELECT record_id FROM {name}_document
             WHERE tenant_id = $1 AND record_id < $2 AND ({})
             ORDER BY record_id DESC LIMIT $3",
            alternatives.join(" OR ")
        );
        let before = match before {
            Some(Cursor::Record(record)) => record,
            Some(Cursor::Document(_)) | None => Uuid::max(),
        };
        // Planned anew each time: a rare token is looked up in its index, and for one that every tenth record has the newest
        // records are looked through. A plan that is kept knows no token, and is a hundred times slower for half of them.
        let mut rows = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(false).bind(tenant).bind(before).bind(limit);
        for tokens in &query.0 {
            rows = rows.bind(tokens);
        }
        let rows = PostgresConnection::acquire(pool).await?.fetch_all(rows).await?;
        rows.iter()
            .map(|row| {
                let id = row.try_get(0)?;
                Ok(Candidate { id, cursor: Cursor::Record(id) })
            })
            .collect()
    }
}
