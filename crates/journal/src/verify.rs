//! Recomputing the chains, and holding every record against its newest entry.

use database::Error;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::digest::{body_hash, chain_hash, entry_digest};
use crate::entity::{head, journal, order};
use crate::{Journal, StateTable};

/// Entries or records that are read at once.
const PAGE: u64 = 1_000;
/// The most faults that are told; the first says enough.
const MOST_FAULTS: usize = 1_000;

/// How far a verification is, and what it found.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// Entries that were verified.
    pub verified: i64,
    /// Entries that there are.
    pub entries: i64,
    /// What does not fit, in words; at most 1,000.
    pub faults: Vec<String>,
    /// The ends of the chains that were verified.
    pub heads: Vec<Head>,
}

/// The end of a chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    /// The partition.
    pub partition: i64,
    /// The number of entries in it.
    pub sequence: i64,
    /// The SHA-256 that stands for them all.
    pub hash: Vec<u8>,
}

impl Verification {
    fn fault(&mut self, fault: String) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }
}

impl Journal {
    /// Recomputes every chain up to its present end, and holds the records of `tables` against their newest entries. Calls
    /// `progress` now and then.
    ///
    /// # Errors
    /// Those of the database; what does not fit is no error but a fault in the answer.
    pub async fn verify(
        &self,
        tables: &[&StateTable],
        progress: impl Fn(&Verification),
    ) -> Result<Verification, Error> {
        let mut verification = Verification::default();
        let heads = head::Entity::find().order_by_asc(head::Column::Partition).all(self.database.reader()).await?;
        verification.entries = heads.iter().map(|head| head.sequence).sum();
        for head in heads {
            self.verify_chain(head, &mut verification, &progress).await?;
        }
        self.verify_places(&mut verification).await?;
        for table in tables {
            self.verify_records(table, &mut verification).await?;
        }
        Ok(verification)
    }

    async fn verify_chain(
        &self,
        head: head::Model,
        verification: &mut Verification,
        progress: &impl Fn(&Verification),
    ) -> Result<(), Error> {
        let partition = head.partition;
        let (mut sequence, mut hash) = (0, Vec::new());
        while sequence < head.sequence {
            let places = order::Entity::find()
                .filter(order::Column::Partition.eq(partition))
                .filter(order::Column::Sequence.gt(sequence))
                .filter(order::Column::Sequence.lte(head.sequence))
                .order_by_asc(order::Column::Sequence)
                .limit(PAGE)
                .all(self.database.reader())
                .await?;
            let positions = places.iter().map(|place| place.position);
            let entries = journal::Entity::find()
                .filter(journal::Column::Position.is_in(positions))
                .all(self.database.reader())
                .await?;
            let entries: std::collections::HashMap<_, _> =
                entries.into_iter().map(|entry| (entry.position, entry)).collect();
            if places.is_empty() {
                verification.fault(format!("partition {partition}: nothing after {sequence} of {}", head.sequence));
                return Ok(());
            }
            for place in places {
                sequence += 1;
                if place.sequence != sequence {
                    verification
                        .fault(format!("partition {partition}: {sequence} to {} are missing", place.sequence - 1));
                    sequence = place.sequence;
                }
                let position = place.position;
                match entries.get(&position) {
                    None => verification.fault(format!("partition {partition}: entry {position} is missing")),
                    Some(entry) => {
                        if entry.partition != partition {
                            verification
                                .fault(format!("entry {position}: in partition {partition}, written for another"));
                        }
                        verify_bodies(entry, verification);
                        hash = chain_hash(&hash, position, &entry_digest(entry));
                        if hash != place.hash {
                            verification.fault(format!("entry {position}: changed, or its chain broken before it"));
                        }
                    }
                }
                // Go on from what stands there, so that one fault is told once.
                hash = place.hash;
                verification.verified += 1;
            }
            progress(verification);
        }
        if hash != head.hash {
            verification.fault(format!("partition {partition}: its head is not the hash of its last entry"));
        }
        verification.heads.push(Head { partition, sequence, hash });
        Ok(())
    }

    /// Every entry has a place, or waits for one.
    async fn verify_places(&self, verification: &mut Verification) -> Result<(), Error> {
        let sql = "SELECT (SELECT COUNT(*) FROM journal)
                        - (SELECT COUNT(*) FROM journal_order) - (SELECT COUNT(*) FROM journal_pending)";
        let row = self.database.reader().query_one_raw(self.statement(sql, Vec::new())).await?;
        if let Some(row) = row {
            let lost: i64 = row.try_get_by_index(0)?;
            if lost != 0 {
                verification.fault(format!("{lost} entries more than places in the order"));
            }
        }
        Ok(())
    }

    /// Every record is its newest entry, its revisions are without gaps, and none is missing.
    async fn verify_records(&self, table: &StateTable, verification: &mut Verification) -> Result<(), Error> {
        let (name, id, kind) = (table.table.name(), table.id_column, table.kind);
        let sql = format!(
            "SELECT state.tenant_id AS tenant_id, state.{id} AS id, state.revision AS revision,
                    CASE WHEN entry.facts = state.facts AND entry.sealed = state.sealed
                          AND entry.record_time = state.update_time THEN 1 ELSE 0 END AS equal,
                    (SELECT COUNT(*) FROM journal AS each
                     WHERE each.tenant_id = state.tenant_id AND each.entity_id = state.{id}) AS entries
             FROM {name} AS state
             LEFT JOIN journal AS entry ON entry.tenant_id = state.tenant_id AND entry.entity_id = state.{id}
                  AND entry.revision = state.revision
             WHERE (state.tenant_id, state.{id}) > ($1, $2)
             ORDER BY state.tenant_id, state.{id} LIMIT {PAGE}"
        );
        let (mut tenant, mut record) = (String::new(), Uuid::nil());
        loop {
            let values = vec![tenant.clone().into(), record.into()];
            let page = RecordState::find_by_statement(self.statement(&sql, values)).all(self.database.reader()).await?;
            let Some(last) = page.last() else { break };
            (tenant, record) = (last.tenant_id.clone(), last.id);
            for state in page {
                if state.equal == 0 {
                    verification.fault(format!("{kind} {}: is not its entry of revision {}", state.id, state.revision));
                }
                if state.entries != state.revision {
                    let RecordState { id, revision, entries, .. } = state;
                    verification.fault(format!("{kind} {id}: is at revision {revision} and has {entries} entries"));
                }
            }
        }
        let sql = format!(
            "SELECT entry.entity_id FROM journal AS entry
             WHERE entry.entity_kind = $1 AND entry.revision = 1 AND NOT EXISTS
                 (SELECT 1 FROM {name} AS state WHERE state.tenant_id = entry.tenant_id AND state.{id} = entry.entity_id)
             LIMIT {MOST_FAULTS}"
        );
        for row in self.database.reader().query_all_raw(self.statement(&sql, vec![kind.into()])).await? {
            let lost: Uuid = row.try_get_by_index(0)?;
            verification.fault(format!("{kind} {lost}: has entries and no row"));
        }
        Ok(())
    }

    fn statement(&self, sql: &str, values: Vec<sea_orm::Value>) -> Statement {
        Statement::from_sql_and_values(self.database.reader().get_database_backend(), sql, values)
    }
}

#[derive(FromQueryResult)]
struct RecordState {
    tenant_id: String,
    id: Uuid,
    revision: i64,
    equal: i32,
    entries: i64,
}

fn verify_bodies(entry: &journal::Model, verification: &mut Verification) {
    let position = entry.position;
    let Some(salt) = &entry.salt else {
        if entry.facts.is_some() || entry.sealed.is_some() {
            verification.fault(format!("entry {position}: purged in part"));
        }
        return;
    };
    let facts = entry.facts.as_ref().map(|facts| body_hash(salt, facts.as_bytes()));
    let sealed = entry.sealed.as_ref().map(|sealed| body_hash(salt, sealed));
    if facts.as_ref() != Some(&entry.facts_hash) {
        verification.fault(format!("entry {position}: its facts were changed"));
    }
    if sealed.as_ref() != Some(&entry.sealed_hash) {
        verification.fault(format!("entry {position}: its sealed part was changed"));
    }
}
