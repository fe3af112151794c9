//! Records of a tenant that name no person and can be deleted: cadences and dormancy rules. Their tables have the same columns.

use clock::Instant;
use database::Row;
use journal::{ChangeKind, Entry, IndexRows, RecordChange, RecordKey, StateRow, StateTable};
use operation::read_facts;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::tenant_review;
use crate::error::Error;

/// The word that is stored for a record in use.
pub(super) const ACTIVE: &str = "active";
const DELETED: &str = "deleted";

/// A record at one revision.
pub(super) struct TenantRule<'a, F> {
    pub(super) id: Uuid,
    pub(super) revision: i64,
    pub(super) update_time: Instant,
    pub(super) deleted: bool,
    pub(super) facts: &'a F,
}

impl<F: Serialize> TenantRule<'_, F> {
    /// The change that takes the record from the revision before to this one. All customers of the tenant are looked at after it.
    pub(super) fn change(
        self,
        tenant: &str,
        table: &'static StateTable,
        schema: i64,
        salt: [u8; 16],
    ) -> Result<RecordChange, Error> {
        let facts = serde_json::to_string(self.facts)?;
        let row = Row(vec![
            tenant.into(),
            self.id.into(),
            self.revision.into(),
            self.update_time.as_micros().into(),
            schema.into(),
            facts.clone().into(),
            Vec::new().into(),
            if self.deleted { DELETED } else { ACTIVE }.into(),
        ]);
        let reviewed = tenant_review::row(tenant, self.id, self.revision)?;
        let index_rows = IndexRows { table: &tenant_review::TENANT_REVIEW, removed: Vec::new(), added: vec![reviewed] };
        let time_column = table.table.column("update_time");
        Ok(RecordChange {
            key: RecordKey { kind: table.kind, id: self.id },
            customer: Uuid::nil(),
            subject: Uuid::nil(),
            expected_revision: self.revision - 1,
            change: match self.revision {
                1 => ChangeKind::Created,
                _ if self.deleted => ChangeKind::Deleted,
                _ => ChangeKind::Updated,
            },
            schema,
            facts,
            sealed: Vec::new(),
            salt,
            state: StateRow { table, row, time_columns: time_column.into_iter().collect() },
            tokens: None,
            index_rows: vec![index_rows],
            sums: Vec::new(),
        })
    }
}

/// What the record said after an entry.
pub(super) fn facts_of<F: DeserializeOwned>(entry: &Entry, newest: i64) -> Result<F, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    read_facts(entry.schema, newest, facts)
}

#[cfg(test)]
mod tests {
    use crate::store::{cadence::CADENCE, dormancy_rule::DORMANCY_RULE};

    #[test]
    fn the_tables_have_the_columns_of_a_row_in_their_order() {
        for table in [&CADENCE, &DORMANCY_RULE] {
            let columns =
                ["tenant_id", table.id_column, "revision", "update_time", "schema", "facts", "sealed", "state"];
            for (index, column) in columns.into_iter().enumerate() {
                assert_eq!(table.table.column(column), Some(index), "{} of {}", column, table.kind);
            }
        }
    }
}
