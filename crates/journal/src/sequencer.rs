//! On PostgreSQL, one process gives the entries of all their places in the order, beside the writing.

use std::collections::BTreeMap;
use std::time::Duration;

use database::{Engine, Error, Lease};
use sea_orm::EntityTrait;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Journal;
use crate::chain::{Heads, Unordered};
use crate::entity::head;

/// How long the lease lasts without being renewed.
const TERM: Duration = Duration::from_secs(10);
/// How often it looks when nobody wakes it: other processes write too.
const PERIOD: Duration = Duration::from_millis(50);
/// The least time from one transaction to the next: while much is written, each would else follow on a commit or two.
const GATHERING: Duration = Duration::from_millis(20);
/// The most entries that are moved in one transaction.
const LARGEST_MOVE: i64 = 5_000;
/// How often it is counted how many entries wait.
const COUNT_PERIOD: Duration = Duration::from_secs(5);
/// Where counting ends: whoever lets this many wait has fallen behind.
const LARGEST_BACKLOG: u64 = 100_000;

impl Journal {
    /// Gives entries their places until `end`. On SQLite the writer does that, and this returns at once.
    pub async fn sequence(self, end: CancellationToken) {
        if self.database.engine() == Engine::Sqlite {
            return;
        }
        let lease = Lease::new("journal-sequencer", self.clock.id(), TERM);
        let mut known = BTreeMap::new();
        let mut counted: Option<Instant> = None;
        while !end.is_cancelled() {
            if counted.is_none_or(|counted| counted.elapsed() >= COUNT_PERIOD) {
                if let Err(error) = self.count_backlog().await {
                    tracing::warn!(%error, "the entries that wait for their place could not be counted; tried again");
                }
                counted = Some(Instant::now());
            }
            match self.sequence_once(&lease).await {
                Ok(moved) if moved == LARGEST_MOVE.unsigned_abs() => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the journal could not be put in order; tried again"),
            }
            if let Err(error) = self.notice(&mut known).await {
                tracing::warn!(%error, "the ends of the journal's order could not be read; tried again");
            }
            tokio::time::sleep(GATHERING).await;
            tokio::select! {
                () = self.written.notified() => {}
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => {}
            }
        }
        if let Err(error) = lease.release(&self.database).await {
            tracing::warn!(%error, "the sequencer's lease could not be given back; it ends by itself");
        }
    }

    /// Counts the entries that wait for their place, as far as it matters how many they are.
    async fn count_backlog(&self) -> Result<(), Error> {
        let count = format!("SELECT COUNT(*) FROM (SELECT 1 FROM journal_pending LIMIT {LARGEST_BACKLOG}) AS waiting");
        self.metrics.backlog(self.database.number(&count, Vec::new()).await?.unsigned_abs());
        Ok(())
    }

    /// Tells those who wait of what was put in order since `known`, by whichever process: one look for all of them.
    async fn notice(&self, known: &mut BTreeMap<i64, i64>) -> Result<(), Error> {
        for head in head::Entity::find().all(self.database.reader()).await? {
            if known.insert(head.partition, head.sequence) != Some(head.sequence) {
                self.arrivals.tell(head.partition);
            }
        }
        Ok(())
    }

    /// Moves the entries that wait; answers how many.
    async fn sequence_once(&self, lease: &Lease) -> Result<u64, Error> {
        let mut transaction = self.database.begin().await?;
        let waiting =
            transaction.query("SELECT position FROM journal_pending ORDER BY position LIMIT 1", Vec::new()).await?;
        if waiting.is_empty() || lease.acquire_in(&mut transaction).await?.is_none() {
            return Ok(0);
        }
        // The heads are locked before the entries are read: a process whose lease ran out in between waits here, and then
        // finds them moved.
        let heads = Heads::lock(&mut transaction).await?;
        // A range, not a list of positions: the cost of a list depends on how many rows the planner believes to be there.
        let rows = transaction
            .query(
                "DELETE FROM journal_pending WHERE position <=
                     (SELECT MAX(position) FROM
                         (SELECT position FROM journal_pending ORDER BY position LIMIT $1) AS oldest)
                 RETURNING partition, position, digest",
                vec![LARGEST_MOVE.into()],
            )
            .await?;
        let entries: Vec<_> = rows
            .iter()
            .map(|row| Ok(Unordered { partition: row.integer(0)?, position: row.integer(1)?, digest: row.bytes(2)? }))
            .collect::<Result<_, Error>>()?;
        let moved = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        heads.append(&mut transaction, entries).await?;
        transaction.commit().await?;
        Ok(moved)
    }

    /// Waits until every entry that is committed now has its place.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn wait_until_ordered(&self) -> Result<(), Error> {
        if self.database.engine() == Engine::Sqlite {
            return Ok(());
        }
        let newest = "SELECT COALESCE(MAX(position), 0) FROM journal_pending";
        let newest = self.database.number(newest, Vec::new()).await?;
        let oldest = "SELECT COALESCE(MIN(position), 9223372036854775807) FROM journal_pending";
        while self.database.number(oldest, Vec::new()).await? <= newest {
            tokio::time::sleep(PERIOD).await;
        }
        Ok(())
    }
}
