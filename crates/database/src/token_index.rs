//! Search in sealed text: an index from keyed-hash tokens to records.
//!
//! SQLite keeps the tokens in a contentless FTS5 table that deletes securely, PostgreSQL in a `bigint[]` with a GIN index.
//! What the index leaks: which records share a token, and how often; never the text, without the tenant's key.

use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use crate::values::{LARGEST_POWER, values};
use crate::{Database, Engine, Error, Parameter, WriteTransaction, define};

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

    /// Sets the tokens of records; no tokens take a record out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn put(&self, transaction: &mut WriteTransaction, documents: Vec<Document>) -> Result<(), Error> {
        if documents.is_empty() {
            return Ok(());
        }
        match transaction.engine() {
            Engine::Sqlite => self.put_sqlite(transaction, documents).await,
            Engine::Postgres => self.put_postgres(transaction, documents).await,
        }
    }

    async fn put_postgres(&self, transaction: &mut WriteTransaction, documents: Vec<Document>) -> Result<(), Error> {
        let name = self.name;
        let (filled, empty): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| !document.tokens.is_empty());
        if !filled.is_empty() {
            let (mut tenants, mut records, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
            for document in filled {
                tenants.push(Some(document.tenant));
                records.push(Some(document.record));
                // UNNEST takes arrays of arrays apart, so each list travels as text.
                let list: Vec<_> = document.tokens.iter().map(i64::to_string).collect();
                tokens.push(Some(format!("{{{}}}", list.join(","))));
            }
            let sql = format!(
                "INSERT INTO {name}_document (tenant_id, record_id, tokens)
                 SELECT tenant_id, record_id, tokens::bigint[]
                 FROM UNNEST($1::text[], $2::uuid[], $3::text[]) AS document (tenant_id, record_id, tokens)
                 ON CONFLICT (tenant_id, record_id) DO UPDATE SET tokens = excluded.tokens"
            );
            let parameters = vec![Parameter::Texts(tenants), Parameter::Uuids(records), Parameter::Texts(tokens)];
            transaction.execute(sql, parameters).await?;
        }
        if !empty.is_empty() {
            let (tenants, records) =
                empty.into_iter().map(|document| (Some(document.tenant), Some(document.record))).unzip();
            let sql = format!(
                "DELETE FROM {name}_document WHERE (tenant_id, record_id) IN (SELECT * FROM UNNEST($1::text[], $2::uuid[]))"
            );
            transaction.execute(sql, vec![Parameter::Texts(tenants), Parameter::Uuids(records)]).await?;
        }
        Ok(())
    }

    async fn put_sqlite(&self, transaction: &mut WriteTransaction, documents: Vec<Document>) -> Result<(), Error> {
        let name = self.name;
        let newest = format!("SELECT COALESCE(MAX(document), 0) FROM {name}_document");
        let newest = transaction.query(newest, Vec::new()).await?.first().map_or(Ok(0), |row| row.integer(0))?;
        let mut unused = newest + 1..;
        let mut added = Vec::with_capacity(documents.len());
        for document in documents {
            // A record keeps its place in the order, so that who asks page by page meets it once.
            let number = self.forget_sqlite(transaction, &document).await?.or_else(|| unused.next());
            added.extend(number.filter(|_| !document.tokens.is_empty()).map(|number| (document, number)));
        }
        let mut added = added.into_iter();
        while added.len() > 0 {
            // Sizes are powers of two, so that there are few statements to prepare.
            let size = 1 << added.len().ilog2().min(LARGEST_POWER);
            let (mut rows, mut entries) = (Vec::with_capacity(size * 4), Vec::with_capacity(size * 2));
            for (document, number) in added.by_ref().take(size) {
                let tokens: Vec<_> = document.tokens.iter().map(|token| format!("{token:010x}")).collect();
                let tokens = tokens.join(" ");
                rows.extend([
                    number.into(),
                    document.tenant.into(),
                    document.record.into(),
                    Parameter::from(tokens.as_str()),
                ]);
                entries.extend([number.into(), Parameter::from(tokens)]);
            }
            let sql =
                format!("INSERT INTO {name}_document (document, tenant_id, record_id, tokens) {}", values(size, 4));
            transaction.execute(sql, rows).await?;
            let sql = format!("INSERT INTO {name}_index (rowid, tokens) {}", values(size, 2));
            transaction.execute(sql, entries).await?;
        }
        Ok(())
    }

    /// Takes a document out of the index; answers its number, if it was there.
    async fn forget_sqlite(
        &self,
        transaction: &mut WriteTransaction,
        document: &Document,
    ) -> Result<Option<i64>, Error> {
        if document.is_new {
            return Ok(None);
        }
        let name = self.name;
        let sql =
            format!("DELETE FROM {name}_document WHERE tenant_id = $1 AND record_id = $2 RETURNING document, tokens");
        let key = vec![document.tenant.as_str().into(), document.record.into()];
        let old = transaction.query(sql, key).await?;
        let Some(old) = old.first() else { return Ok(None) };
        let number = old.integer(0)?;
        // An index without content forgets a document only if it is told what the document was.
        let forget = format!("INSERT INTO {name}_index({name}_index, rowid, tokens) VALUES ('delete', $1, $2)");
        transaction.execute(forget, vec![number.into(), old.text(1)?.into()]).await?;
        Ok(Some(number))
    }

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
        let name = self.name;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        match database.engine() {
            Engine::Sqlite => {
                let alternatives: Vec<_> = query
                    .0
                    .iter()
                    .map(|tokens| {
                        let all: Vec<_> = tokens.iter().map(|token| format!("\"{token:010x}\"")).collect();
                        format!("({})", all.join(" AND "))
                    })
                    .collect();
                let sql = format!(
                    "SELECT document.document, document.record_id FROM {name}_index
                     JOIN {name}_document AS document ON document.document = {name}_index.rowid
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
            Engine::Postgres => {
                let alternatives: Vec<_> =
                    (0..query.0.len()).map(|index| format!("tokens @> ${}::bigint[]", index + 4)).collect();
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
                let mut values: Vec<sea_orm::Value> = vec![tenant.into(), before.into(), limit.into()];
                values.extend(query.0.iter().map(|tokens| tokens.clone().into()));
                let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Postgres, sql, values);
                let rows = database.reader().query_all_raw(statement).await?;
                rows.iter()
                    .map(|row| {
                        let id = row.try_get_by_index(0)?;
                        Ok(Candidate { id, cursor: Cursor::Record(id) })
                    })
                    .collect()
            }
        }
    }
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
