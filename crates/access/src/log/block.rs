//! Entries are kept in blocks: a row for what was logged together, and an index over the blocks.
//!
//! An indexed row for each record that was read costs ten times as much, for each touches another page of the index: on
//! SQLite 33 µs of processor time against 3.4 for a read, 775 against 48 for a list of 50, at 1,000 and 200 in a block.
//! An audit asks seldom, so it opens the few blocks that the index names.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use clock::Clock;
use database::{Document, Error, Row, TokenIndex};
use uuid::Uuid;

use super::LoggedEntry;

/// Which blocks have a record or an actor.
pub(super) const INDEX: TokenIndex = TokenIndex { name: "access_subject" };

/// How much a block holds, in records that are named and entries.
const BLOCK_SIZE: usize = 10_000;

/// The bits of a token, as many as the index takes.
const TOKEN_BITS: u64 = (1 << 40) - 1;

/// Entries of a tenant that are kept together.
pub(super) struct Block {
    tenant: Arc<str>,
    block_id: Uuid,
    entries: Vec<LoggedEntry>,
    size: usize,
}

/// Whose entries are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// Entries that name this record: who read it?
    Record(Uuid),
    /// Entries of this actor: what did they read?
    Actor(&'a str),
}

impl Subject<'_> {
    pub(super) fn is_of(&self, entry: &LoggedEntry) -> bool {
        match self {
            Self::Record(record) => entry.records.contains(record),
            Self::Actor(actor) => entry.actor == *actor,
        }
    }

    /// What the index knows it by. Others may have the same token, so entries that it finds are compared.
    pub(super) fn token(&self) -> i64 {
        let bits = match self {
            // The end of an id is random.
            Self::Record(record) => record.as_u64_pair().1,
            Self::Actor(actor) => {
                let digest = digest(&SHA256, actor.as_bytes());
                digest.as_ref().first_chunk().copied().map_or(0, u64::from_be_bytes)
            }
        };
        (bits & TOKEN_BITS).cast_signed()
    }
}

impl Block {
    /// Cuts what was logged into blocks.
    pub(super) fn cut(batch: Vec<(Arc<str>, LoggedEntry)>, clock: &Clock) -> Vec<Self> {
        let (mut full, mut open) = (Vec::new(), HashMap::new());
        for (tenant, entry) in batch {
            let block = open.entry(tenant).or_insert_with_key(|tenant| Self::new(tenant, clock));
            block.size += size(&entry);
            block.entries.push(entry);
            if block.size >= BLOCK_SIZE {
                let next = Self::new(&block.tenant, clock);
                full.push(std::mem::replace(block, next));
            }
        }
        full.extend(open.into_values().filter(|block| !block.entries.is_empty()));
        full
    }

    fn new(tenant: &Arc<str>, clock: &Clock) -> Self {
        Self { tenant: Arc::clone(tenant), block_id: clock.id(), entries: Vec::new(), size: 0 }
    }

    /// Its row of `access_block`, in the order of the columns.
    pub(super) fn row(&self) -> Result<Row, Error> {
        let entries = serde_json::to_string(&self.entries).map_err(|error| Error::Statement(error.to_string()))?;
        Ok(Row(vec![(&*self.tenant).into(), self.block_id.into(), entries.into()]))
    }

    /// What the index knows of it.
    pub(super) fn document(&self) -> Document {
        let actors = self.entries.iter().map(|entry| entry.actor.as_str()).collect::<BTreeSet<_>>();
        let records = self.entries.iter().flat_map(|entry| &entry.records);
        let tokens = actors.into_iter().map(|actor| Subject::Actor(actor).token());
        let tokens: BTreeSet<_> = tokens.chain(records.map(|record| Subject::Record(*record).token())).collect();
        Document {
            tenant: self.tenant.to_string(),
            record: self.block_id,
            tokens: tokens.into_iter().collect(),
            // A block whose commit was in doubt is written again.
            is_new: false,
        }
    }
}

/// What an entry takes up in the queue and in a block.
pub(super) fn size(entry: &LoggedEntry) -> usize {
    1 + entry.records.len()
}
