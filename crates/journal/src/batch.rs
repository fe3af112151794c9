//! Writing several writes in one transaction, each with its own outcome.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use clock::{Clock, Instant};
use database::{Document, Engine, Error, Row, Table, TokenIndex, WriteTransaction};
use uuid::Uuid;

use crate::ChangeKind;
use crate::chain::{Heads, Unordered};
use crate::digest::{body_hash, entry_digest};
use crate::entity::{journal, pending};
use crate::guard::{self, Guarded};
use crate::outcome::{Outcome, Recorded, Refusal};
use crate::partition::partition_of;
use crate::requests;
use crate::tables::IndexRows;
use crate::write::{RecordChange, Write};

static JOURNAL: LazyLock<Table> = LazyLock::new(|| Table::of::<journal::Entity>().with_assigned("position"));
static PENDING: LazyLock<Table> = LazyLock::new(Table::of::<pending::Entity>);

/// What each of the writes came to.
pub(crate) type Results = Vec<Result<Outcome, Refusal>>;

/// Writes `writes` in one transaction. Among them each record, request id, unique key and limit comes once. With `may_be_written`, an
/// earlier attempt may have written them although it failed.
pub(crate) async fn write_together(
    mut transaction: WriteTransaction,
    clock: &Clock,
    writes: &[Write],
    may_be_written: bool,
) -> Result<Results, Error> {
    let guarded = Guarded::pass(&mut transaction, writes, clock.now(), may_be_written).await?;
    // Read after the locks: so no entry of a record is older than the one before.
    let now = clock.now();
    let mut rows = Rows::default();
    let mut results = Vec::with_capacity(writes.len());
    for (write, decided) in writes.iter().zip(&guarded.decided) {
        results.push(match decided {
            Some(result) => result.clone(),
            None => {
                let recorded = write.records.iter().map(|record| {
                    let after = guarded.standing(write, record).map_or(now, |standing| standing.time.plus_micros(1));
                    rows.add(write, record, now.max(after))
                });
                let recorded = recorded.collect::<Result<_, _>>()?;
                rows.released.extend(guard::released(write)?);
                Ok(Outcome::Committed(recorded))
            }
        });
    }
    if rows.entries.is_empty() {
        return Ok(results);
    }
    rows.write(&mut transaction).await?;
    transaction.commit().await?;
    Ok(results)
}

/// All rows of a batch, by table.
#[derive(Default)]
struct Rows {
    entries: Vec<journal::Model>,
    /// Tables by name, in the order in which every process writes them.
    inserted: BTreeMap<&'static str, (&'static Table, Vec<Row>)>,
    put: BTreeMap<&'static str, (&'static Table, Vec<Row>)>,
    index_removed: BTreeMap<&'static str, (&'static Table, Vec<Row>)>,
    index_added: BTreeMap<&'static str, (&'static Table, Vec<Row>)>,
    summed: BTreeMap<&'static str, (&'static Table, Vec<Row>)>,
    tokens: BTreeMap<&'static str, (TokenIndex, Vec<Document>)>,
    released: Vec<Row>,
    erased: Vec<(String, Uuid)>,
}

impl Rows {
    fn add(&mut self, write: &Write, record: &RecordChange, time: Instant) -> Result<Recorded, Error> {
        let revision = record.expected_revision + 1;
        self.entries.push(journal::Model {
            position: 0,
            partition: partition_of(&write.tenant, record.customer),
            tenant_id: write.tenant.to_string(),
            customer_id: record.customer,
            subject_id: record.subject,
            entity_kind: record.key.kind.to_owned(),
            entity_id: record.key.id,
            revision,
            change_kind: record.change.code().to_owned(),
            schema: record.schema,
            cause_kind: write.cause.kind.to_owned(),
            cause_id: write.cause.id,
            actor: write.actor.clone(),
            record_time: time.as_micros(),
            request_id: write.request.as_ref().map_or(Uuid::nil(), |request| request.id),
            trace: write.trace.clone(),
            facts_hash: body_hash(&record.salt, record.facts.as_bytes()),
            sealed_hash: body_hash(&record.salt, &record.sealed),
            facts: Some(record.facts.clone()),
            sealed: Some(record.sealed.clone()),
            salt: Some(record.salt.to_vec()),
        });
        let table = &record.state.table.table;
        let mut state = record.state.row.clone();
        for column in &record.state.time_columns {
            if let Some(value) = state.0.get_mut(*column) {
                *value = time.as_micros().into();
            }
        }
        let states = if record.expected_revision == 0 { &mut self.inserted } else { &mut self.put };
        states.entry(table.name()).or_insert((table, Vec::new())).1.push(state);
        if record.change == ChangeKind::Erased {
            self.erased.push((write.tenant.to_string(), record.key.id));
        }
        if let Some((index, document)) = &record.tokens {
            self.tokens.entry(index.name).or_insert((*index, Vec::new())).1.push(document.clone());
        }
        for IndexRows { table, removed, added } in &record.index_rows {
            let of_table = |rows: &mut BTreeMap<_, (_, Vec<_>)>, more: &[Row]| {
                rows.entry(table.name()).or_insert((*table, Vec::new())).1.extend_from_slice(more);
            };
            of_table(&mut self.index_removed, removed);
            of_table(&mut self.index_added, added);
        }
        for (table, row) in &record.sums {
            self.summed.entry(table.name()).or_insert((table, Vec::new())).1.push(row.clone());
        }
        Ok(Recorded { revision, time })
    }

    async fn write(self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        for (tenant, id) in &self.erased {
            requests::forget(transaction, tenant, *id).await?;
        }
        write_entries(transaction, self.entries).await?;
        for (table, rows) in self.inserted.into_values() {
            transaction.insert(table, rows).await?;
        }
        for (table, rows) in self.put.into_values() {
            transaction.put(table, rows).await?;
        }
        for (table, keys) in self.index_removed.into_values() {
            transaction.delete(table, keys).await?;
        }
        for (table, rows) in self.index_added.into_values() {
            transaction.insert(table, rows).await?;
        }
        for (table, rows) in self.summed.into_values() {
            transaction.add(table, rows).await?;
        }
        for (index, documents) in self.tokens.into_values() {
            index.put(transaction, documents).await?;
        }
        guard::release(transaction, self.released).await
    }
}

/// Adds the entries. On SQLite the one writer gives them their places at once; on PostgreSQL the sequencer does, beside the writing.
async fn write_entries(transaction: &mut WriteTransaction, entries: Vec<journal::Model>) -> Result<(), Error> {
    let rows = entries.iter().map(Row::of).collect::<Result<_, _>>()?;
    let positions = transaction.insert_assigned(&JOURNAL, rows).await?;
    let unordered = entries.iter().zip(positions).map(|(entry, position)| Unordered {
        partition: entry.partition,
        position,
        digest: entry_digest(entry),
    });
    match transaction.engine() {
        Engine::Sqlite => {
            let unordered = unordered.collect();
            Heads::lock(transaction).await?.append(transaction, unordered).await
        }
        Engine::Postgres => {
            let rows = unordered.map(|Unordered { partition, position, digest }| {
                Row::of(&pending::Model { position, partition, digest })
            });
            transaction.insert(&PENDING, rows.collect::<Result<_, _>>()?).await
        }
    }
}
