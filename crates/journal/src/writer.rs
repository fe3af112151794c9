//! The only place that opens write transactions on a service's records.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use clock::Clock;
use database::{Database, Engine};
use telemetry::JournalMetrics;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use crate::arrivals::Arrivals;
use crate::batch;
use crate::outcome::{Outcome, WriteError};
use crate::partition::partition_of;
use crate::write::{RecordKey, UniqueKey, Write};

/// The most writes in one transaction.
const LARGEST_BATCH: usize = 512;
/// The most writes that wait; further callers wait to hand theirs in.
const LONGEST_QUEUE: usize = 4_096;

/// How a journal writes.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Batches that are written at the same time on PostgreSQL; on SQLite there is always one.
    pub lanes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lanes: 2 }
    }
}

/// The journal of a service. Clones are the same journal.
#[derive(Clone)]
pub struct Journal {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    queue: mpsc::Sender<Job>,
    pub(crate) written: Arc<Notify>,
    pub(crate) arrivals: Arrivals,
    pub(crate) metrics: JournalMetrics,
}

type Answer = oneshot::Sender<Result<Outcome, WriteError>>;

struct Job {
    write: Write,
    answer: Answer,
}

impl Journal {
    /// Opens the journal of the service `service` in `database` and starts its writer. The writer ends when the last clone is dropped, after it has
    /// written what was handed in; wait for it on the handle.
    pub fn open(service: &'static str, database: Database, clock: Clock, settings: Settings) -> (Self, JoinHandle<()>) {
        let (queue, jobs) = mpsc::channel(LONGEST_QUEUE);
        let (written, arrivals) = (Arc::new(Notify::new()), Arrivals::new());
        let lanes = if database.engine() == Engine::Sqlite { 1 } else { settings.lanes.max(1) };
        let journal = Self { database, clock, queue, written, arrivals, metrics: JournalMetrics::new(service) };
        let writer = Writer {
            database: journal.database.clone(),
            clock: journal.clock.clone(),
            written: Arc::clone(&journal.written),
            arrivals: journal.arrivals.clone(),
            metrics: journal.metrics.clone(),
            lanes,
        };
        (journal, tokio::spawn(writer.run(jobs)))
    }

    /// The database that the journal is in, to read from.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Writes, together with whatever else arrives now. A caller that goes away does not stop it.
    ///
    /// # Errors
    /// [`WriteError::Refused`] when a guard stands against it; those of the database.
    pub async fn write(&self, write: Write) -> Result<Outcome, WriteError> {
        let (answer, outcome) = oneshot::channel();
        self.queue.send(Job { write, answer }).await.map_err(|_| WriteError::Ended)?;
        outcome.await.map_err(|_| WriteError::Ended)?
    }
}

#[derive(Clone)]
struct Writer {
    database: Database,
    clock: Clock,
    written: Arc<Notify>,
    arrivals: Arrivals,
    metrics: JournalMetrics,
    lanes: usize,
}

impl Writer {
    async fn run(self, mut jobs: mpsc::Receiver<Job>) {
        let mut waiting = VecDeque::new();
        let mut running = JoinSet::new();
        let mut open = true;
        while open || !waiting.is_empty() || !running.is_empty() {
            if running.len() < self.lanes && !waiting.is_empty() {
                while waiting.len() < LONGEST_QUEUE
                    && let Ok(job) = jobs.try_recv()
                {
                    waiting.push_back(job);
                }
                let batch = take_batch(&mut waiting);
                running.spawn(write_batch(self.clone(), batch));
                continue;
            }
            tokio::select! {
                job = jobs.recv(), if open && waiting.len() < LONGEST_QUEUE => match job {
                    Some(job) => waiting.push_back(job),
                    None => open = false,
                },
                Some(_) = running.join_next(), if !running.is_empty() => {}
            }
        }
    }
}

/// Takes the writes that can go together, in the order in which they came: of each record, request id, unique key and
/// limit the first; later ones wait for the next batch.
fn take_batch(waiting: &mut VecDeque<Job>) -> Vec<Job> {
    let mut batch = Vec::new();
    let mut later = VecDeque::new();
    let mut taken = HashSet::new();
    while let Some(job) = waiting.pop_front() {
        let touches: Vec<_> = touches(&job.write).collect();
        let free = batch.len() < LARGEST_BATCH && !touches.iter().any(|touch| taken.contains(touch));
        taken.extend(touches);
        if free {
            batch.push(job);
        } else {
            later.push_back(job);
        }
        if batch.len() == LARGEST_BATCH {
            break;
        }
    }
    later.append(waiting);
    *waiting = later;
    batch
}

#[derive(Eq, Hash, PartialEq)]
enum Touch {
    Record(Arc<str>, RecordKey),
    Request(Arc<str>, String, Uuid),
    Key(Arc<str>, UniqueKey),
    Limit(Arc<str>, String, String),
}

fn touches(write: &Write) -> impl Iterator<Item = Touch> + '_ {
    let tenant = &write.tenant;
    let records = write.records.iter().map(|record| Touch::Record(Arc::clone(tenant), record.key));
    let request =
        write.request.iter().map(|request| Touch::Request(Arc::clone(tenant), request.principal.clone(), request.id));
    let keys = write.claims.iter().chain(&write.releases).map(|key| Touch::Key(Arc::clone(tenant), key.clone()));
    let limits = write.limits.iter();
    let limits = limits.map(|limit| Touch::Limit(Arc::clone(tenant), limit.kind.clone(), limit.value.clone()));
    records.chain(request).chain(keys).chain(limits)
}

async fn write_batch(writer: Writer, batch: Vec<Job>) {
    let Writer { database, clock, written, arrivals, metrics, .. } = writer;
    metrics.batch(batch.len());
    let partitions: BTreeSet<_> = batch.iter().flat_map(|job| partitions(&job.write)).collect();
    let (writes, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|job| (job.write, job.answer)).unzip();
    // Without a connection nothing was tried, and trying each write alone would only make all of them wait.
    let transaction = match database.begin().await {
        Ok(transaction) => transaction,
        Err(error) => {
            answers.into_iter().for_each(|answer| tell(answer, Err(error.clone().into())));
            return;
        }
    };
    match batch::write_together(transaction, &clock, &writes, false).await {
        Ok(results) => {
            answers
                .into_iter()
                .zip(results)
                .for_each(|(answer, result)| tell(answer, result.map_err(WriteError::from)));
        }
        Err(error) => {
            tracing::warn!(%error, writes = writes.len(), "a batch failed and is written one by one");
            write_apart(&database, &clock, writes, answers).await;
        }
    }
    match database.engine() {
        // The writer has given the entries their places.
        Engine::Sqlite => partitions.into_iter().for_each(|partition| arrivals.tell(partition)),
        Engine::Postgres => written.notify_one(),
    }
}

fn partitions(write: &Write) -> impl Iterator<Item = i64> + '_ {
    write.records.iter().map(|record| partition_of(&write.tenant, record.customer))
}

/// Writes each write of a batch by itself, which an earlier attempt may have written. Once the database cannot be reached, all that are
/// left are told so: what they asked may have happened, and none is to wait until as many attempts have failed.
async fn write_apart(database: &Database, clock: &Clock, writes: Vec<Write>, answers: Vec<Answer>) {
    let mut unreachable = None;
    for (write, answer) in writes.into_iter().zip(answers) {
        let begun = match unreachable.clone() {
            None => database.begin().await,
            Some(error) => Err(error),
        };
        let result = match begun {
            Ok(transaction) => batch::write_together(transaction, clock, &[write], true).await,
            Err(error) => {
                unreachable = Some(error.clone());
                Err(error)
            }
        };
        tell(
            answer,
            match result.map(|mut results| results.pop()) {
                Ok(Some(result)) => result.map_err(WriteError::from),
                Ok(None) => Err(WriteError::Ended),
                Err(error) => Err(error.into()),
            },
        );
    }
}

fn tell(answer: Answer, result: Result<Outcome, WriteError>) {
    // The caller may have gone away.
    let _ = answer.send(result);
}
