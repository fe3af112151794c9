//! Following a publisher.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use clock::{Clock, Instant};
use contracts::feed::v1::Entry;
use database::{Database, Lease};
use telemetry::{FeedMetrics, TraceContext};
use tokio::sync::watch;
use tokio::time::{Instant as Moment, MissedTickBehavior, interval, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::Span;

use crate::checkpoint::{self, Places};
use crate::hearing::{Heard, Hearing, Message};
use crate::page::{self, Gap};
use crate::projection::Projection;
use crate::retry::Retry;
use crate::source::{Interruption, Source};

/// How long the lease lasts without being renewed.
const TERM: Duration = Duration::from_secs(10);
/// How many times a consumer renews or asks for its lease within its term.
const ASKED_PER_TERM: u32 = 3;
/// The most traces of one transaction that are told of.
const SPANS_AT_ONCE: usize = 64;

/// How a consumer fares, for health and metrics.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum State {
    /// Another replica consumes, or this one is about to begin.
    #[default]
    Standby,
    /// It hears from all partitions.
    Following,
    /// Publisher or database cannot be reached; it tries again.
    Interrupted,
    /// Entries are missing: it does nothing more until a person has looked.
    Stopped(Gap),
    /// It was told to end.
    Ended,
}

/// Keeps a projection of a publisher's feed in a database. Of all consumers of a publisher in one database, one works at a time.
pub struct Consumer<P> {
    source: Arc<Source>,
    database: Database,
    projection: P,
    lease: Lease,
    term: Duration,
    clock: Clock,
    state: watch::Sender<State>,
    metrics: FeedMetrics,
}

/// Why following ended.
#[derive(Debug, thiserror::Error)]
enum Ending {
    #[error("it was told to end")]
    Told,
    #[error("another replica has the lease")]
    LeaseElsewhere,
    #[error(transparent)]
    Gap(#[from] Gap),
    #[error(transparent)]
    Interrupted(#[from] Interruption),
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl<P: Projection> Consumer<P> {
    /// A consumer of the service `service`, that hears from `source` and keeps `projection` in `database`.
    pub fn new(service: &'static str, source: Source, database: Database, projection: P, clock: Clock) -> Self {
        let (lease, metrics) = (lease(&source, &clock, TERM), FeedMetrics::new(service, source.service()));
        let source = Arc::new(source);
        Self { source, database, projection, lease, term: TERM, clock, state: watch::Sender::default(), metrics }
    }

    /// The same consumer, whose work another may take over when it was silent for `term`.
    #[must_use]
    pub fn with_term(self, term: Duration) -> Self {
        Self { lease: lease(&self.source, &self.clock, term), term, ..self }
    }

    /// How it fares.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Follows until `end`, or until entries are missing.
    pub async fn run(self, end: CancellationToken) {
        self.fares(State::Standby);
        self.metrics.heard(self.clock.now());
        let last = self.follow_on(&end).await;
        if let Err(error) = self.lease.release(&self.database).await {
            tracing::warn!(%error, "a consumer's lease could not be given back; it ends by itself");
        }
        self.fares(last);
    }

    /// Follows whatever comes in between; answers how it fares at its end.
    async fn follow_on(&self, end: &CancellationToken) -> State {
        let feed = self.source.service();
        let mut retry = Retry::new();
        loop {
            retry.begin();
            let Err(mut ending) = self.follow(end, &mut retry).await;
            if let Ending::Interrupted(Interruption::Rewound) = ending {
                tracing::warn!(
                    feed,
                    "a publisher was restored from an older copy: what was made of its feed is made anew"
                );
                match self.forget().await {
                    Ok(()) => continue,
                    Err(error) => ending = error,
                }
            }
            let pause = match ending {
                Ending::Told => return State::Ended,
                Ending::Gap(gap) => {
                    tracing::error!(feed, error = %gap, "entries are missing from a feed: its consumer stopped");
                    return State::Stopped(gap);
                }
                Ending::LeaseElsewhere => {
                    self.fares(State::Standby);
                    self.term / ASKED_PER_TERM
                }
                // It was waited for while the other partitions were heard.
                Ending::Interrupted(_) => continue,
                Ending::Database(error) => {
                    self.interrupted(&error);
                    retry.fail()
                }
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = end.cancelled() => return State::Ended,
            }
        }
    }

    /// Follows from the checkpoints on until something ends it. Transactions are not broken off. When a partition cannot be heard,
    /// the others go on until it is time to ask for it again.
    async fn follow(&self, end: &CancellationToken, retry: &mut Retry) -> Result<Infallible, Ending> {
        let epoch = self.lease.acquire(&self.database).await?.ok_or(Ending::LeaseElsewhere)?;
        let mut places = checkpoint::read(&self.database, self.source.service()).await?;
        let mut hearing = Hearing::new(&self.source, &places);
        let mut interruption = None;
        let mut renewal = interval(self.term / ASKED_PER_TERM);
        renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut asked_again: Option<Moment> = None;
        loop {
            match &interruption {
                Some(Interruption::Rewound) => return Err(Interruption::Rewound.into()),
                Some(interruption) if asked_again.is_none() => {
                    // Publishers end a watch now and then.
                    if !matches!(interruption, Interruption::Ended) {
                        self.interrupted(interruption);
                    }
                    asked_again = Some(Moment::now() + retry.fail());
                }
                Some(_) | None => {}
            }
            tokio::select! {
                Some(Heard { messages, opened, interruption: ended }) = hearing.next() => {
                    self.take(epoch, &mut places, messages).await?;
                    self.metrics.heard(self.clock.now());
                    interruption = ended.or(interruption);
                    if opened && interruption.is_none() {
                        self.fares(State::Following);
                    }
                }
                () = until(asked_again) => return Err(interruption.unwrap_or(Interruption::Ended).into()),
                _ = renewal.tick() => {
                    if self.lease.acquire(&self.database).await? != Some(epoch) {
                        return Err(Ending::LeaseElsewhere);
                    }
                }
                () = end.cancelled() => return Err(Ending::Told),
            }
        }
    }

    /// Takes messages in: what the projection makes of them and how far they lead stand together or not at all.
    async fn take(&self, epoch: i64, places: &mut Places, messages: Vec<Message>) -> Result<(), Ending> {
        let (mut moved, mut entries) = (places.clone(), Vec::new());
        for (partition, message) in messages {
            entries.extend(page::take(partition, moved.entry(partition).or_default(), message)?);
        }
        if entries.is_empty() {
            return Ok(());
        }
        moved.retain(|partition, place| places.get(partition) != Some(place));
        let _spans = self.spans(&entries);
        let mut transaction = self.database.begin().await?;
        // Another epoch is another's work, which went on from checkpoints that are not known here.
        if self.lease.acquire_in(&mut transaction).await? != Some(epoch) {
            return Err(Ending::LeaseElsewhere);
        }
        self.projection.apply(&mut transaction, &entries).await?;
        checkpoint::put(&mut transaction, self.source.service(), moved.clone()).await?;
        transaction.commit().await?;
        self.metrics.took(lag(&entries, self.clock.now()));
        places.extend(moved);
        Ok(())
    }

    /// One for each trace that led to these entries, so that it is seen where it leads.
    fn spans(&self, entries: &[Entry]) -> Vec<Span> {
        let traces: BTreeSet<&str> = entries.iter().map(|entry| entry.traceparent.as_str()).collect();
        let traces = traces.into_iter().filter_map(TraceContext::parse);
        traces
            .filter_map(|trace| telemetry::taking_in(self.source.service(), trace, &self.clock))
            .take(SPANS_AT_ONCE)
            .collect()
    }

    /// Tells that it does not hear from all partitions.
    fn interrupted(&self, error: &dyn std::error::Error) {
        tracing::warn!(feed = self.source.service(), %error, "a feed was interrupted; asking again");
        self.fares(State::Interrupted);
    }

    fn fares(&self, state: State) {
        self.metrics.fares(state == State::Following, matches!(state, State::Stopped(_)));
        self.state.send_replace(state);
    }

    /// Forgets projection and checkpoints, so that all begins anew.
    async fn forget(&self) -> Result<(), Ending> {
        let mut transaction = self.database.begin().await?;
        self.lease.acquire_in(&mut transaction).await?.ok_or(Ending::LeaseElsewhere)?;
        self.projection.reset(&mut transaction).await?;
        checkpoint::forget(&mut transaction, self.source.service()).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// How long ago the oldest of these entries was recorded; none if the clocks of two machines say that it is yet to be.
fn lag(entries: &[Entry], now: Instant) -> Duration {
    let recorded = entries.iter().filter_map(|entry| entry.record_time.as_ref());
    let oldest = recorded.map(|time| Duration::new(time.seconds.unsigned_abs(), time.nanos.unsigned_abs())).min();
    let now = Duration::from_micros(now.as_micros().unsigned_abs());
    oldest.map_or(Duration::ZERO, |oldest| now.saturating_sub(oldest))
}

/// Never, if there is no such time.
async fn until(time: Option<Moment>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => pending().await,
    }
}

fn lease(source: &Source, clock: &Clock, term: Duration) -> Lease {
    Lease::new(format!("feed-{}", source.service()), clock.id(), term)
}
