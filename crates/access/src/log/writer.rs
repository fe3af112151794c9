//! Brings what is queued into the database, many entries in one transaction.

use std::sync::Arc;
use std::time::Duration;

use database::{Database, Error, Table};
use tokio::sync::{Notify, Semaphore, mpsc};

use super::new_entry::NewEntry;
use super::{Queued, access_entry, access_record};

/// How long entries wait for company when no one waits for them.
const COMPANY: Duration = Duration::from_millis(200);

/// How long the writer rests after the database failed.
const REST: Duration = Duration::from_secs(1);

pub(super) struct Writer {
    database: Database,
    queued: mpsc::UnboundedReceiver<Queued>,
    room: Arc<Semaphore>,
    hurry: Arc<Notify>,
    entries: Table,
    records: Table,
}

impl Writer {
    pub(super) fn new(
        database: Database,
        queued: mpsc::UnboundedReceiver<Queued>,
        room: Arc<Semaphore>,
        hurry: Arc<Notify>,
    ) -> Self {
        let (entries, records) = (Table::of::<access_entry::Entity>(), Table::of::<access_record::Entity>());
        Self { database, queued, room, hurry, entries, records }
    }

    /// Writes until every handle of the log is gone.
    pub(super) async fn run(mut self) {
        while let Some(first) = self.queued.recv().await {
            tokio::select! {
                () = tokio::time::sleep(COMPANY) => {}
                () = self.hurry.notified() => {}
            }
            let (mut batch, mut waiting) = (Vec::new(), Vec::new());
            let rest = std::iter::from_fn(|| self.queued.try_recv().ok());
            for queued in std::iter::once(first).chain(rest) {
                match queued {
                    Queued::Entry(entry) => batch.push(entry),
                    Queued::Flush(durable) => waiting.push(durable),
                }
            }
            self.write_until_durable(&batch).await;
            self.room.add_permits(batch.iter().map(|entry| entry.rows() as usize).sum());
            for durable in waiting {
                // Whoever waited may have gone.
                let _ = durable.send(());
            }
        }
    }

    async fn write_until_durable(&self, batch: &[NewEntry]) {
        while let Err(error) = self.write(batch).await {
            tracing::error!(%error, "the access log cannot be written; calls wait once its queue is full");
            tokio::time::sleep(REST).await;
        }
    }

    /// Puts, not inserts: a batch whose commit was in doubt is written again.
    async fn write(&self, batch: &[NewEntry]) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut transaction = self.database.begin().await?;
        transaction.put(&self.entries, batch.iter().map(NewEntry::entry_row).collect()).await?;
        transaction.put(&self.records, batch.iter().flat_map(NewEntry::record_rows).collect()).await?;
        transaction.commit().await
    }
}

impl Drop for Writer {
    /// Ends the waiting of those for whom there will be no room any more.
    fn drop(&mut self) {
        self.room.close();
    }
}
