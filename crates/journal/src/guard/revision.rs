//! The third guard: a record is at the revision that was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use clock::Instant;
use database::{Engine, Error, Parameter, WriteTransaction};
use uuid::Uuid;

use super::{Guarded, Standing, unclear};
use crate::outcome::Refusal;
use crate::tables::StateTable;
use crate::write::RecordKey;

impl Guarded<'_> {
    pub(super) async fn compare_revisions(
        &mut self,
        transaction: &mut WriteTransaction,
        may_be_written: bool,
    ) -> Result<(), Error> {
        type Keys = Vec<(String, RecordKey)>;
        let mut tables: BTreeMap<&str, (&StateTable, Keys)> = BTreeMap::new();
        for (_, write) in self.open() {
            for record in write.records.iter().filter(|record| may_be_written || record.expected_revision > 0) {
                let table = record.state.table;
                tables.entry(table.kind).or_insert((table, Vec::new())).1.push((write.tenant.to_string(), record.key));
            }
        }
        for (_, (table, mut keys)) in tables {
            keys.sort();
            for (tenant, id, standing) in lock(transaction, table, keys).await? {
                self.standings.insert((tenant, RecordKey { kind: table.kind, id }), standing);
            }
        }
        let open: Vec<_> = self.open().collect();
        for (index, write) in open {
            let mismatch = write.records.iter().position(|record| {
                let present = self.standing(write, record).map_or(0, |standing| standing.revision);
                present != record.expected_revision
            });
            let Some(at) = mismatch else { continue };
            let Some(record) = write.records.get(at) else { continue };
            let present = self.standing(write, record).map(|standing| standing.revision);
            let outcome = match may_be_written {
                true => unclear::written_before(transaction, write, record).await?,
                false => None,
            };
            self.decide(index, outcome.ok_or(Refusal::Revision { record: at, present }));
        }
        Ok(())
    }
}

/// Locks records, in the order of `keys`, and reads where they stand.
async fn lock(
    transaction: &mut WriteTransaction,
    table: &StateTable,
    keys: Vec<(String, RecordKey)>,
) -> Result<Vec<(String, Uuid, Standing)>, Error> {
    let (name, id) = (table.table.name(), table.id_column);
    let columns = format!("SELECT tenant_id, {id}, revision, update_time FROM {name}");
    let mut rows = Vec::with_capacity(keys.len());
    match transaction.engine() {
        Engine::Postgres => {
            let (tenants, ids) = keys.into_iter().map(|(tenant, key)| (Some(tenant), Some(key.id))).unzip();
            let sql = format!(
                "{columns} WHERE (tenant_id, {id}) IN (SELECT * FROM UNNEST($1::text[], $2::uuid[]))
                 ORDER BY tenant_id, {id} FOR UPDATE"
            );
            rows.extend(transaction.query(sql, vec![Parameter::Texts(tenants), Parameter::Uuids(ids)]).await?);
        }
        // The one writer has locked everything.
        Engine::Sqlite => {
            let sql: Arc<str> = format!("{columns} WHERE tenant_id = $1 AND {id} = $2").into();
            for (tenant, key) in keys {
                rows.extend(transaction.query(Arc::clone(&sql), vec![tenant.into(), key.id.into()]).await?);
            }
        }
    }
    rows.iter()
        .map(|row| {
            let standing = Standing { revision: row.integer(2)?, time: Instant::from_micros(row.integer(3)?) };
            Ok((row.text(0)?, row.uuid(1)?, standing))
        })
        .collect()
}
