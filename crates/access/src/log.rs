//! The access log: who read what.
//!
//! Every read, list, search, export and login is an entry in a database of its own. Entries are queued and written in
//! batches; a full queue makes calls wait, and a database that fails is tried again for ever: no entry is dropped while
//! the process lives. [`AccessLog::close`] before the process ends.

mod access_block;
mod block;
mod entry;
mod migration;
mod read;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use database::Database;
use serde::Deserialize;
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use writer::Writer;

pub use block::Subject;
pub use entry::{Act, Entry, LoggedEntry, NAMED_RECORDS};
pub use migration::Migrations;
pub use read::{Page, Place};

/// How much may wait to be written, in entries and records that they name.
const QUEUE_SIZE: usize = 100_000;
/// How long a process that ends waits for what is queued.
const LONGEST_CLOSING: Duration = Duration::from_secs(10);

/// When an entry counts as logged.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum LogMode {
    /// When it is queued. A process that is killed loses what was logged in its last second, and what waits for a database that cannot be
    /// written.
    #[default]
    Batched,
    /// When it is durable: nothing is answered that is not in the log.
    Strict,
}

/// The access log of a process. Clones are the same log.
#[derive(Clone)]
pub struct AccessLog {
    mode: LogMode,
    clock: Clock,
    database: Database,
    queue: mpsc::UnboundedSender<Queued>,
    room: Arc<Semaphore>,
    hurry: Arc<Notify>,
}

/// The writer of the access log has ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the access log is closed")]
pub struct AccessLogClosed;

/// Entries, and records that they name, were not written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0} entries and records of the access log are lost")]
pub struct AccessLogLost(pub usize);

/// What waits for the writer.
enum Queued {
    Entry(Arc<str>, LoggedEntry),
    Flush(oneshot::Sender<()>),
}

impl AccessLog {
    /// Starts the log in `database`, whose schema is that of [`Migrations`].
    pub fn start(database: Database, mode: LogMode, clock: Clock) -> Self {
        let (queue, queued) = mpsc::unbounded_channel();
        let (room, hurry) = (Arc::new(Semaphore::new(QUEUE_SIZE)), Arc::new(Notify::new()));
        let writer = Writer {
            database: database.clone(),
            clock: clock.clone(),
            queued,
            room: Arc::clone(&room),
            hurry: Arc::clone(&hurry),
        };
        tokio::spawn(writer.run());
        Self { mode, clock, database, queue, room, hurry }
    }

    /// Logs an entry; waits while the queue is full, and in strict mode until the entry is durable.
    ///
    /// # Errors
    /// When the log is closed; then do not answer what was read.
    pub async fn record(&self, entry: Entry) -> Result<(), AccessLogClosed> {
        let (tenant, entry) = LoggedEntry::new(entry, &self.clock);
        if self.room.available_permits() < QUEUE_SIZE / 2 {
            self.hurry.notify_one();
        }
        let size = u32::try_from(block::size(&entry)).unwrap_or(u32::MAX);
        self.room.acquire_many(size).await.map_err(|_| AccessLogClosed)?.forget();
        self.queue.send(Queued::Entry(tenant, entry)).map_err(|_| AccessLogClosed)?;
        match self.mode {
            LogMode::Batched => Ok(()),
            LogMode::Strict => self.flush().await,
        }
    }

    /// Waits until everything that was logged before is durable.
    ///
    /// # Errors
    /// When the log is closed.
    pub async fn flush(&self) -> Result<(), AccessLogClosed> {
        let (done, durable) = oneshot::channel();
        self.queue.send(Queued::Flush(done)).map_err(|_| AccessLogClosed)?;
        self.hurry.notify_one();
        durable.await.map_err(|_| AccessLogClosed)
    }

    /// As [`AccessLog::flush`], for a process that has to end although the database takes nothing: waits ten seconds at most.
    ///
    /// # Errors
    /// How much is lost.
    pub async fn close(&self) -> Result<(), AccessLogLost> {
        match tokio::time::timeout(LONGEST_CLOSING, self.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(AccessLogClosed)) | Err(_) => Err(AccessLogLost(QUEUE_SIZE - self.room.available_permits())),
        }
    }
}
