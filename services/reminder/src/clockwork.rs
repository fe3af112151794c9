//! The clock: tells of what is due, once, whatever dies in between.
//!
//! What waits for its time is divided into parts; each part is seen to by one process at a time, under a lease. A look reads what is due
//! in the parts that are held; each that is due fires in one transaction: the task that is made or told of, with its entry in the journal
//! that tells the others, the occurrence's key, and what is waited for next. The transaction is refused when another has the part by then
//! ([`journal::Fence`]), when the record moved on since it was read, and when the occurrence has its task already. So a process may stand
//! still, or be killed, anywhere.
//!
//! Whose time it is, the database decides for all: machines do not agree on the time.

mod fire;
mod pace;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use clock::Instant;
use database::LeaseShare;
use futures::stream::{self, StreamExt};
use journal::Fence;
use tokio::time;
use tokio_util::sync::CancellationToken;

use crate::Service;
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::entity::waiting::{Entity, Model as Waiting};
use crate::store::waiting::{self, PARTS};
use pace::Pace;

/// What is fired at the same time.
const AT_ONCE: usize = 64;
/// The most that one look takes of what is due in time.
const LARGEST_LOOK: u64 = 512;
/// How many times a lease is renewed within its term.
const RENEWALS: u32 = 3;
/// What is due longer ago than this comes after a time in which nothing ran. Microseconds.
const LATE_MICROS: i64 = 60_000_000;
/// How long to wait after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// How the clock runs; `settings.toml` says what each means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) lease: Duration,
    pub(crate) look: Duration,
    pub(crate) catch_up_per_second: u32,
}

/// One process's share of the clock.
pub(crate) struct Clockwork {
    service: Arc<Service>,
    share: LeaseShare,
    settings: Settings,
    /// The parts that are held, each with its epoch.
    held: BTreeMap<i64, i64>,
    renewed: Option<time::Instant>,
    pace: Pace,
    begun: time::Instant,
}

impl Clockwork {
    pub(crate) fn new(service: Arc<Service>, settings: Settings) -> Self {
        let share = LeaseShare::new("clock", PARTS, service.records.clock.id(), settings.lease);
        let pace = Pace::new(settings.catch_up_per_second);
        Self { service, share, settings, held: BTreeMap::new(), renewed: None, pace, begun: time::Instant::now() }
    }

    /// Runs until `end`. What has begun to fire is finished.
    pub(crate) async fn run(mut self, end: CancellationToken) {
        while !end.is_cancelled() {
            let pause = match self.look().await {
                // There may be more.
                Ok(fired) if fired > 0 => continue,
                Ok(_) => self.settings.look,
                Err(error) => {
                    tracing::warn!(%error, "the clock cannot see what is due; it looks again");
                    self.renewed = None;
                    RETRY
                }
            };
            tokio::select! {
                () = time::sleep(pause) => {}
                () = end.cancelled() => {}
            }
        }
        if let Err(error) = self.share.release(self.service.database()).await {
            tracing::warn!(%error, "the clock's leases could not be given back; they end by themselves");
        }
    }

    /// Fires what is due in the parts that are held; answers how much it was.
    async fn look(&mut self) -> Result<usize, Error> {
        if self.renewed.is_none_or(|renewed| renewed.elapsed() >= self.settings.lease / RENEWALS) {
            self.held = self.share.keep(self.service.database()).await?;
            self.renewed = Some(time::Instant::now());
        }
        let (now, looked) = (self.service.now().await?, time::Instant::now());
        let late = now.plus_micros(-LATE_MICROS);
        let due = self.due(now, late).await?;
        let (mut fired, mut caught_up) = (0, 0);
        let (service, share) = (&self.service, &self.share);
        let fence = |part, epoch| Fence { lease: share.part(part), epoch };
        let firing =
            due.into_iter().filter_map(|waiting| Some((fence(waiting.part, *self.held.get(&waiting.part)?), waiting)));
        let mut firing = stream::iter(firing)
            .map(|(fence, waiting)| async move {
                let outcome = service.fire(&waiting, fence).await;
                (waiting, outcome)
            })
            .buffer_unordered(AT_ONCE);
        let (mut lost, mut failed) = (Vec::new(), BTreeMap::<i64, Vec<Waiting>>::new());
        while let Some((waiting, outcome)) = firing.next().await {
            match outcome {
                Ok(Fenced::Written) => {
                    service.metrics.fired(since(waiting.due_time, now) + looked.elapsed());
                    fired += 1;
                    caught_up += usize::from(waiting.next_attempt_time <= late.as_micros());
                }
                Ok(Fenced::Elsewhere | Fenced::Taken) => {}
                Ok(Fenced::Lost) => {
                    tracing::warn!(part = waiting.part, "fenced: another has this part of the clock by now");
                    lost.push(waiting.part);
                }
                // One that fails does not hold up the others.
                Err(error) => {
                    let (kind, id) = (&waiting.entity_kind, waiting.entity_id);
                    tracing::warn!(%error, kind, %id, "could not be fired; set aside");
                    if !is_outage(&error) {
                        failed.entry(waiting.part).or_default().push(waiting);
                    }
                }
            }
        }
        drop(firing);
        self.pace.take(caught_up);
        for (part, failed) in &failed {
            let Some(epoch) = self.held.get(part) else { continue };
            let failed: Vec<_> = failed.iter().collect();
            service.seen_to::<Entity>(&fence(*part, *epoch), &[], &failed, now).await?;
        }
        self.held.retain(|part, _| !lost.contains(part));
        Ok(fired)
    }

    /// What is due: all that is in time, and of what is late as much as the pace allows.
    async fn due(&mut self, now: Instant, late: Instant) -> Result<Vec<Waiting>, Error> {
        let (database, parts) = (self.service.database(), self.held.keys().copied());
        let mut due = waiting::due(database, parts.clone(), late, now, LARGEST_LOOK).await?;
        let allowed = self.pace.allowed(self.begun.elapsed());
        if allowed > 0 {
            due.extend(waiting::due(database, parts, Instant::from_micros(i64::MIN), late, allowed).await?);
        }
        Ok(due)
    }
}

/// How long ago this was, in microseconds since 1970; no time at all if it is yet to be.
fn since(time: i64, now: Instant) -> Duration {
    Duration::from_micros(u64::try_from(now.as_micros().saturating_sub(time)).unwrap_or_default())
}
