//! The access log: who read what.
//!
//! Every read, list, search, export and login is an entry in a database of its own. Entries are queued and written in batches; a full
//! queue makes calls wait, and a database that fails is tried again for ever: no entry is dropped while the process lives.
//! [`AccessLog::flush`] before the process ends.

mod access_entry;
mod access_record;
mod entry;
mod migration;
mod new_entry;
mod read;
mod writer;

use std::sync::Arc;

use clock::Clock;
use database::Database;
use new_entry::NewEntry;
use serde::Deserialize;
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use writer::Writer;

pub use entry::{Act, Entry, LoggedEntry, NAMED_RECORDS};
pub use migration::Migrations;

/// How many rows may wait to be written: an entry is one, and one for each record that it names.
const QUEUED_ROWS: u32 = 100_000;

/// When an entry counts as logged.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum LogMode {
    /// When it is queued. A process that is killed loses the last fraction of a second.
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

/// What waits for the writer.
enum Queued {
    Entry(NewEntry),
    Flush(oneshot::Sender<()>),
}

impl AccessLog {
    /// Starts the log in `database`, whose schema is that of [`Migrations`].
    pub fn start(database: Database, mode: LogMode, clock: Clock) -> Self {
        let (queue, queued) = mpsc::unbounded_channel();
        let (room, hurry) = (Arc::new(Semaphore::new(QUEUED_ROWS as usize)), Arc::new(Notify::new()));
        tokio::spawn(Writer::new(database.clone(), queued, Arc::clone(&room), Arc::clone(&hurry)).run());
        Self { mode, clock, database, queue, room, hurry }
    }

    /// Logs an entry; waits while the queue is full, and in strict mode until the entry is durable.
    ///
    /// # Errors
    /// When the log is closed; then do not answer what was read.
    pub async fn record(&self, entry: Entry) -> Result<(), AccessLogClosed> {
        if self.room.available_permits() < QUEUED_ROWS as usize / 2 {
            self.hurry.notify_one();
        }
        let entry = NewEntry::new(entry, &self.clock);
        self.room.acquire_many(entry.rows()).await.map_err(|_| AccessLogClosed)?.forget();
        self.queue.send(Queued::Entry(entry)).map_err(|_| AccessLogClosed)?;
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
}
