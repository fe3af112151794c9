//! Writing the tokens of records.

use super::{Document, TokenIndex};
use crate::values::{LARGEST_POWER, values};
use crate::{Engine, Error, Parameter, WriteTransaction};

impl TokenIndex {
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
}
