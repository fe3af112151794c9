//! The fourth guard: a unique key has one record.

use std::sync::LazyLock;

use database::{Error, Row, Table, WriteTransaction};
use uuid::Uuid;

use super::{Guarded, unclear};
use crate::entity::unique_key;
use crate::outcome::Refusal;
use crate::write::{UniqueKey, Write};

static UNIQUE_KEY: LazyLock<Table> = LazyLock::new(Table::of::<unique_key::Entity>);

impl Guarded<'_> {
    pub(super) async fn claim_keys(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let mut claims = Vec::new();
        for (index, write) in self.open() {
            for (at, key) in write.claims.iter().enumerate() {
                if let Some(record) = write.records.first() {
                    claims.push((index, at, key_row(&write.tenant, key, record.key.id)));
                }
            }
        }
        claims.sort_by(|(_, _, a), (_, _, b)| key_order(a).cmp(&key_order(b)));
        let rows = claims.iter().map(|(_, _, row)| Row::of(row)).collect::<Result<_, _>>()?;
        let won = transaction.claim(&UNIQUE_KEY, rows).await?;
        for ((index, at, row), won) in claims.into_iter().zip(won) {
            if won {
                self.gained.entry(index).or_default().push(Row::of(&row)?.key(&UNIQUE_KEY));
                continue;
            }
            let holder = holder(transaction, &row).await?;
            if holder != Some(row.entity_id) {
                self.decide(index, Err(Refusal::KeyTaken { claim: at, holder: holder.unwrap_or_default() }));
            } else if let Some(write) = self.writes.get(index)
                && let Some(new) = write.records.first().filter(|record| record.expected_revision == 0)
                && let Some(outcome) = unclear::written_before(transaction, write, new).await?
            {
                // An earlier attempt has ended while this one waited for its key.
                self.decide(index, Ok(outcome));
            }
        }
        Ok(())
    }

    /// Takes back the keys that refused writes have won.
    pub(super) async fn give_keys_back(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let refused: Vec<_> = self.refused().map(|(index, _)| index).collect();
        let keys = refused.into_iter().filter_map(|index| self.gained.remove(&index)).flatten().collect();
        release(transaction, keys).await
    }
}

/// The keys that a write gives back, as keys of the table.
pub(crate) fn released(write: &Write) -> Result<Vec<Row>, Error> {
    write.releases.iter().map(|key| Ok(Row::of(&key_row(&write.tenant, key, Uuid::nil()))?.key(&UNIQUE_KEY))).collect()
}

/// Gives keys back.
pub(crate) async fn release(transaction: &mut WriteTransaction, keys: Vec<Row>) -> Result<(), Error> {
    transaction.delete(&UNIQUE_KEY, keys).await
}

fn key_row(tenant: &str, key: &UniqueKey, entity_id: Uuid) -> unique_key::Model {
    unique_key::Model { tenant_id: tenant.to_owned(), kind: key.kind.to_owned(), value: key.value.clone(), entity_id }
}

fn key_order(row: &unique_key::Model) -> (&str, &str, &[u8]) {
    (&row.tenant_id, &row.kind, &row.value)
}

async fn holder(transaction: &mut WriteTransaction, key: &unique_key::Model) -> Result<Option<Uuid>, Error> {
    let rows = transaction
        .query(
            "SELECT entity_id FROM journal_unique_key WHERE tenant_id = $1 AND kind = $2 AND value = $3",
            vec![key.tenant_id.as_str().into(), key.kind.as_str().into(), key.value.clone().into()],
        )
        .await?;
    rows.first().map(|row| row.uuid(0)).transpose()
}
