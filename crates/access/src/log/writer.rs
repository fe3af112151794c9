//! Brings what is queued into the database, many entries in one transaction.

use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use database::{Database, Error, Table};
use tokio::sync::{Notify, Semaphore, mpsc};

use super::block::{self, Block, INDEX};
use super::{Queued, access_block};

/// How long entries wait for company when no one waits for them. What a process that is killed had not written is lost.
const COMPANY: Duration = Duration::from_secs(1);

/// How long the writer rests after the database failed.
const REST: Duration = Duration::from_secs(1);

pub(super) struct Writer {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) queued: mpsc::UnboundedReceiver<Queued>,
    pub(super) room: Arc<Semaphore>,
    pub(super) hurry: Arc<Notify>,
}

impl Writer {
    /// Writes until every handle of the log is gone.
    pub(super) async fn run(mut self) {
        let table = Table::of::<access_block::Entity>();
        while let Some(first) = self.queued.recv().await {
            tokio::select! {
                () = tokio::time::sleep(COMPANY) => {}
                () = self.hurry.notified() => {}
            }
            let (mut batch, mut waiting) = (Vec::new(), Vec::new());
            let rest = std::iter::from_fn(|| self.queued.try_recv().ok());
            for queued in std::iter::once(first).chain(rest) {
                match queued {
                    Queued::Entry(tenant, entry) => batch.push((tenant, entry)),
                    Queued::Flush(durable) => waiting.push(durable),
                }
            }
            let size = batch.iter().map(|(_, entry)| block::size(entry)).sum();
            self.write_until_durable(&table, &Block::cut(batch, &self.clock)).await;
            self.room.add_permits(size);
            for durable in waiting {
                // Whoever waited may have gone.
                let _ = durable.send(());
            }
        }
    }

    async fn write_until_durable(&self, table: &Table, blocks: &[Block]) {
        while let Err(error) = self.write(table, blocks).await {
            tracing::error!(%error, "the access log cannot be written; calls wait once its queue is full");
            tokio::time::sleep(REST).await;
        }
    }

    async fn write(&self, table: &Table, blocks: &[Block]) -> Result<(), Error> {
        if blocks.is_empty() {
            return Ok(());
        }
        let rows = blocks.iter().map(Block::row).collect::<Result<_, _>>()?;
        let mut transaction = self.database.begin().await?;
        transaction.put(table, rows).await?;
        INDEX.put(&mut transaction, blocks.iter().map(Block::document).collect()).await?;
        transaction.commit().await
    }
}

impl Drop for Writer {
    /// Ends the waiting of those for whom there will be no room any more.
    fn drop(&mut self) {
        self.room.close();
    }
}
