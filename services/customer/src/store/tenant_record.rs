//! Records that belong to a whole tenant and to no customer: staff, teams, terms, custom fields, the tenant itself. Their tables have the same
//! columns.

use clock::Instant;
use database::Row;
use journal::{ChangeKind, Entry, RecordChange, RecordKey, StateRow, StateTable};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::Error;

/// A record as it is kept, in a row or in an entry of the journal.
#[derive(Clone, Debug)]
pub struct TenantRecord {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// The form of `facts` and `sealed`.
    pub schema: i64,
    /// What names no person, in JSON.
    pub facts: String,
    /// The personal part, encrypted; empty when there is none.
    pub sealed: Vec<u8>,
}

/// The columns of a row, in their order: tenant, id, revision, update time, schema, facts, sealed.
pub(super) type Columns = (String, Uuid, i64, i64, i64, String, Vec<u8>);

impl TenantRecord {
    /// The facts, in any form up to that of the schema `newest`.
    ///
    /// # Errors
    /// [`Error::SchemaNewer`] when a newer release wrote them; [`Error::Fault`] when they are malformed.
    pub(super) fn facts<F: DeserializeOwned>(&self, newest: i64) -> Result<F, Error> {
        if self.schema > newest {
            return Err(Error::SchemaNewer);
        }
        Ok(serde_json::from_str(&self.facts)?)
    }

    /// The change that takes the record from the revision before to this one.
    pub(super) fn change(self, tenant: &str, table: &'static StateTable, salt: [u8; 16]) -> RecordChange {
        let row = Row(vec![
            tenant.into(),
            self.id.into(),
            self.revision.into(),
            self.update_time.as_micros().into(),
            self.schema.into(),
            self.facts.clone().into(),
            self.sealed.clone().into(),
        ]);
        let time_column = table.table.column("update_time");
        RecordChange {
            key: RecordKey { kind: table.kind, id: self.id },
            customer: Uuid::nil(),
            subject: if self.sealed.is_empty() { Uuid::nil() } else { self.id },
            expected_revision: self.revision - 1,
            change: if self.revision == 1 { ChangeKind::Created } else { ChangeKind::Updated },
            schema: self.schema,
            facts: self.facts,
            sealed: self.sealed,
            salt,
            state: StateRow { table, row, time_columns: time_column.into_iter().collect() },
            tokens: None,
            index_rows: Vec::new(),
            sums: Vec::new(),
        }
    }
}

impl From<Columns> for TenantRecord {
    fn from((_, id, revision, update_time, schema, facts, sealed): Columns) -> Self {
        Self { id, revision, update_time: Instant::from_micros(update_time), schema, facts, sealed }
    }
}

impl TryFrom<Entry> for TenantRecord {
    type Error = Error;

    fn try_from(entry: Entry) -> Result<Self, Error> {
        Ok(Self {
            id: entry.id,
            revision: entry.revision,
            update_time: entry.time,
            schema: entry.schema,
            facts: entry.facts.ok_or(Error::Internal("an entry without facts"))?,
            sealed: entry.sealed.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{
        custom_field::CUSTOM_FIELD, pool_policy::POOL_POLICY, staff::STAFF, team::TEAM, tenant::TENANT, term::TERM,
    };

    #[test]
    fn the_tables_have_the_columns_of_a_row_in_their_order() {
        for table in [&CUSTOM_FIELD, &POOL_POLICY, &STAFF, &TEAM, &TENANT, &TERM] {
            let columns = ["tenant_id", table.id_column, "revision", "update_time", "schema", "facts", "sealed"];
            for (index, column) in columns.into_iter().enumerate() {
                assert_eq!(table.table.column(column), Some(index), "{} of {}", column, table.kind);
            }
        }
    }
}
