//! What stands against a write: a lease that another has, a request id that was answered, a revision that moved on, a key that is taken, a limit that is
//! reached.
//!
//! All guards are taken in sorted order, kind after kind, the same in every process: so transactions wait for each other but
//! never in a circle.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use clock::Instant;
use database::{Engine, Error, Lease, Parameter, Row, Table, WriteTransaction};
use uuid::Uuid;

use crate::entity::{request, unique_key};
use crate::requests;
use crate::write::{Fence, Outcome, RecordChange, RecordKey, Refusal, StateTable, UniqueKey, Write};

static REQUEST: LazyLock<Table> = LazyLock::new(Table::of::<request::Entity>);
static UNIQUE_KEY: LazyLock<Table> = LazyLock::new(Table::of::<unique_key::Entity>);

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) revision: i64,
    pub(crate) time: Instant,
}

/// The writes of a batch on their way through the guards.
pub(crate) struct Guarded<'a> {
    pub(crate) writes: &'a [Write],
    /// What each came to, as far as it is decided.
    pub(crate) decided: Vec<Option<Result<Outcome, Refusal>>>,
    /// Where the records stand that are there already.
    pub(crate) standings: HashMap<(String, RecordKey), Standing>,
    /// The keys that each has won.
    gained: HashMap<usize, Vec<Row>>,
}

impl<'a> Guarded<'a> {
    /// Passes `writes` through the guards. With `may_be_written`, also looks whether each was written by an earlier attempt.
    pub(crate) async fn pass(
        transaction: &mut WriteTransaction,
        writes: &'a [Write],
        now: Instant,
        may_be_written: bool,
    ) -> Result<Self, Error> {
        let decided = writes.iter().map(|_| None).collect();
        let mut guarded = Self { writes, decided, standings: HashMap::new(), gained: HashMap::new() };
        guarded.compare_fences(transaction).await?;
        guarded.claim_requests(transaction, now).await?;
        guarded.compare_revisions(transaction, may_be_written).await?;
        guarded.claim_keys(transaction).await?;
        guarded.count_limits(transaction, now).await?;
        guarded.give_back(transaction).await?;
        Ok(guarded)
    }

    /// The writes that nothing stands against.
    pub(crate) fn open(&self) -> impl Iterator<Item = (usize, &'a Write)> + '_ {
        self.writes.iter().enumerate().filter(|(index, _)| matches!(self.decided.get(*index), Some(None)))
    }

    pub(crate) fn decide(&mut self, index: usize, result: Result<Outcome, Refusal>) {
        if let Some(decided) = self.decided.get_mut(index) {
            *decided = Some(result);
        }
    }

    async fn compare_fences(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let mut fences: BTreeMap<&'a Fence, Vec<usize>> = BTreeMap::new();
        for (index, fence) in self.open().filter_map(|(index, write)| Some((index, write.fence.as_ref()?))) {
            fences.entry(fence).or_default().push(index);
        }
        for (fence, writes) in fences {
            if !Lease::is_held_in(transaction, &fence.lease, fence.epoch).await? {
                writes.into_iter().for_each(|index| self.decide(index, Err(Refusal::Fenced)));
            }
        }
        Ok(())
    }

    async fn claim_requests(&mut self, transaction: &mut WriteTransaction, now: Instant) -> Result<(), Error> {
        let mut claims = Vec::new();
        for (index, write) in self.open() {
            claims.extend(request_row(write, now).map(|row| (index, row)));
        }
        claims.sort_by(|(_, a), (_, b)| request_order(a).cmp(&request_order(b)));
        let rows = claims.iter().map(|(_, row)| Row::of(row)).collect::<Result<_, _>>()?;
        let won = transaction.claim(&REQUEST, rows).await?;
        for ((index, row), won) in claims.into_iter().zip(won) {
            if !won {
                let mut result = answered(transaction, &row).await?;
                let is_own = matches!(&result, Ok(Outcome::Replayed { id, .. }) if *id == row.entity_id);
                let first = self.writes.get(index).and_then(|write| Some((write, write.records.first()?)));
                // What was answered may be this write itself, from an attempt whose commit was unclear: nobody else came first.
                if let Some((write, record)) = first.filter(|_| is_own)
                    && was_written(transaction, write, record).await?
                {
                    result = Ok(crate::batch::recorded_before(transaction, write).await?);
                }
                self.decide(index, result);
            }
        }
        Ok(())
    }

    async fn compare_revisions(
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
            if may_be_written && was_written(transaction, write, record).await? {
                let outcome = crate::batch::recorded_before(transaction, write).await?;
                self.decide(index, Ok(outcome));
            } else {
                self.decide(index, Err(Refusal::Revision { record: at, present }));
            }
        }
        Ok(())
    }

    pub(crate) fn standing(&self, write: &Write, record: &RecordChange) -> Option<Standing> {
        self.standings.get(&(write.tenant.to_string(), record.key)).copied()
    }

    async fn claim_keys(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
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
                && was_written(transaction, write, new).await?
            {
                // An earlier attempt, whose commit was unclear, has ended while this one waited for its key.
                let outcome = crate::batch::recorded_before(transaction, write).await?;
                self.decide(index, Ok(outcome));
            }
        }
        Ok(())
    }

    /// Takes back what refused writes have claimed: the request ids, for a refusal is not an answer to keep, and the keys.
    async fn give_back(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let (mut requests, mut keys) = (Vec::new(), Vec::new());
        for (index, (write, decided)) in self.writes.iter().zip(&self.decided).enumerate() {
            let ours = match decided {
                // Those that were stopped before have claimed nothing.
                Some(Err(refusal)) => !matches!(refusal, Refusal::RequestReused | Refusal::Fenced),
                Some(Ok(_)) | None => false,
            };
            if !ours {
                continue;
            }
            if let Some(row) = request_row(write, Instant::default()) {
                requests.push(Row::of(&row)?.key(&REQUEST));
            }
            keys.extend(self.gained.remove(&index).unwrap_or_default());
        }
        transaction.delete(&REQUEST, requests).await?;
        transaction.delete(&UNIQUE_KEY, keys).await
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

fn request_row(write: &Write, now: Instant) -> Option<request::Model> {
    let (claim, record) = (write.request.as_ref()?, write.records.first()?);
    Some(request::Model {
        tenant_id: write.tenant.to_string(),
        principal: claim.principal.clone(),
        request_id: claim.id,
        fingerprint: claim.fingerprint.to_vec(),
        entity_kind: record.key.kind.to_owned(),
        entity_id: record.key.id,
        revision: record.expected_revision + 1,
        request_time: now.as_micros(),
    })
}

fn request_order(row: &request::Model) -> (&str, &str, Uuid) {
    (&row.tenant_id, &row.principal, row.request_id)
}

fn key_row(tenant: &str, key: &UniqueKey, entity_id: Uuid) -> unique_key::Model {
    unique_key::Model { tenant_id: tenant.to_owned(), kind: key.kind.to_owned(), value: key.value.clone(), entity_id }
}

fn key_order(row: &unique_key::Model) -> (&str, &str, &[u8]) {
    (&row.tenant_id, &row.kind, &row.value)
}

/// What was answered to this request id.
async fn answered(
    transaction: &mut WriteTransaction,
    asked: &request::Model,
) -> Result<Result<Outcome, Refusal>, Error> {
    let rows = transaction
        .query(
            "SELECT fingerprint, entity_kind, entity_id, revision FROM journal_request
             WHERE tenant_id = $1 AND principal = $2 AND request_id = $3",
            vec![asked.tenant_id.as_str().into(), asked.principal.as_str().into(), asked.request_id.into()],
        )
        .await?;
    let row = rows.first().ok_or_else(|| Error::Statement("an answered request vanished".into()))?;
    Ok(if requests::is_same(&row.bytes(0)?, &asked.fingerprint) {
        Ok(Outcome::Replayed { kind: row.text(1)?, id: row.uuid(2)?, revision: row.integer(3)? })
    } else {
        Err(Refusal::RequestReused)
    })
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

/// Whether the entry that this record's change would leave is there already, from an attempt whose commit was unclear.
async fn was_written(transaction: &mut WriteTransaction, write: &Write, record: &RecordChange) -> Result<bool, Error> {
    let rows = transaction
        .query(
            "SELECT salt FROM journal WHERE tenant_id = $1 AND entity_id = $2 AND revision = $3 AND salt IS NOT NULL",
            vec![write.tenant.as_ref().into(), record.key.id.into(), (record.expected_revision + 1).into()],
        )
        .await?;
    match rows.first() {
        Some(row) => Ok(row.bytes(0)? == record.salt),
        None => Ok(false),
    }
}
