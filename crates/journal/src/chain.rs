//! Giving entries their places in the order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use database::{Engine, Error, Row, Table, WriteTransaction};

use crate::digest::chain_hash;
use crate::entity::{head, order};

static ORDER: LazyLock<Table> = LazyLock::new(Table::of::<order::Entity>);
static HEAD: LazyLock<Table> = LazyLock::new(Table::of::<head::Entity>);

/// An entry that waits for its place.
pub(crate) struct Unordered {
    pub(crate) partition: i64,
    pub(crate) position: i64,
    pub(crate) digest: Vec<u8>,
}

/// The ends of the chains, locked: whoever appends at the same time waits.
pub(crate) struct Heads(BTreeMap<i64, (i64, Vec<u8>)>);

impl Heads {
    pub(crate) async fn lock(transaction: &mut WriteTransaction) -> Result<Self, Error> {
        let sql = match transaction.engine() {
            Engine::Sqlite => "SELECT partition, sequence, hash FROM journal_head",
            Engine::Postgres => "SELECT partition, sequence, hash FROM journal_head ORDER BY partition FOR UPDATE",
        };
        let rows = transaction.query(sql, Vec::new()).await?;
        let heads = rows.iter().map(|row| Ok((row.integer(0)?, (row.integer(1)?, row.bytes(2)?))));
        heads.collect::<Result<_, Error>>().map(Self)
    }

    /// Appends entries to the chains of their partitions, by position.
    pub(crate) async fn append(
        mut self,
        transaction: &mut WriteTransaction,
        mut entries: Vec<Unordered>,
    ) -> Result<(), Error> {
        entries.sort_by_key(|entry| entry.position);
        let mut order = Vec::with_capacity(entries.len());
        let mut moved = BTreeSet::new();
        for Unordered { partition, position, digest } in entries {
            let (sequence, hash) = self
                .0
                .get_mut(&partition)
                .ok_or_else(|| Error::Statement(format!("partition {partition} has no head")))?;
            *sequence += 1;
            *hash = chain_hash(hash, position, &digest);
            order.push(Row::of(&order::Model { partition, sequence: *sequence, position, hash: hash.clone() })?);
            moved.insert(partition);
        }
        transaction.insert(&ORDER, order).await?;
        let heads = self.0.into_iter().filter(|(partition, _)| moved.contains(partition));
        let heads = heads.map(|(partition, (sequence, hash))| Row::of(&head::Model { partition, sequence, hash }));
        transaction.put(&HEAD, heads.collect::<Result<_, _>>()?).await
    }
}
