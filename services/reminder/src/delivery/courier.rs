//! Who delivers: one process's share of what is to be tried.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use database::LeaseShare;
use journal::Fence;
use tokio::task::{self, JoinError, JoinSet};
use tokio::time;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::outbound::Outbound;
use crate::Service;
use crate::domain::circuit::Circuit;
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::delivery_list::{self, DueDelivery, Spared, Unopened};
use crate::store::endpoint;
use crate::store::waiting::PARTS;

/// What is tried at the same time.
const AT_ONCE: usize = 64;
/// What is tried at the same time at one endpoint.
const AT_ONE_ENDPOINT: usize = 8;
/// The most that one look takes.
const LARGEST_LOOK: u64 = 256;
/// How many times a lease is renewed within its term.
const RENEWALS: u32 = 3;
/// How long an endpoint is left out of looks before is asked again how it fares.
const SPARED: Duration = Duration::from_secs(1);
/// How long a delivery that cannot be opened or tried is left out of looks.
const SET_ASIDE: Duration = Duration::from_secs(60);
/// The most deliveries that are left out so; beyond them their endpoints are.
const MOST_SET_ASIDE: usize = 4_096;
/// How long to wait after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// One process's share of the deliveries.
pub(crate) struct Courier {
    service: Arc<Service>,
    outbound: Arc<Outbound>,
    share: LeaseShare,
    term: Duration,
    look: Duration,
    /// The parts that are held, each with its epoch.
    held: BTreeMap<i64, i64>,
    renewed: Option<time::Instant>,
    /// What is being tried.
    under_way: HashMap<task::Id, UnderWay>,
    /// Endpoints that rest, or have as much under way as they may.
    spared: HashMap<Uuid, time::Instant>,
    /// Deliveries that cannot be opened or tried.
    set_aside: HashMap<Uuid, time::Instant>,
    /// Whether the last look left something for want of room.
    more: bool,
}

/// A delivery that is being tried.
#[derive(Clone, Copy)]
struct UnderWay {
    delivery: Uuid,
    endpoint: Uuid,
    part: i64,
}

/// Attempts run beside each other and beside the looks: one that waited to be asked how it fares would keep a connection meanwhile.
type Attempts = JoinSet<Result<Fenced, Error>>;
/// How an attempt ended.
type Ended = Result<(task::Id, Result<Fenced, Error>), JoinError>;

impl Courier {
    pub(crate) fn new(service: Arc<Service>, outbound: Arc<Outbound>, term: Duration, look: Duration) -> Self {
        let share = LeaseShare::new("courier", PARTS, service.records.clock.id(), term);
        Self {
            service,
            outbound,
            share,
            term,
            look,
            held: BTreeMap::new(),
            renewed: None,
            under_way: HashMap::new(),
            spared: HashMap::new(),
            set_aside: HashMap::new(),
            more: false,
        }
    }

    /// Runs until `end`. What is being tried is finished.
    pub(crate) async fn run(mut self, end: CancellationToken) {
        let mut attempts = Attempts::new();
        while !end.is_cancelled() {
            let pause = match self.begin(&mut attempts).await {
                Ok(()) => self.look,
                Err(error) => {
                    tracing::warn!(%error, "what is to be delivered cannot be seen; looked for again");
                    self.renewed = None;
                    RETRY
                }
            };
            let next_look = time::sleep(pause);
            tokio::pin!(next_look);
            loop {
                tokio::select! {
                    () = &mut next_look => break,
                    () = end.cancelled() => break,
                    Some(ended) = attempts.join_next_with_id() => {
                        self.end(ended);
                        while let Some(ended) = attempts.try_join_next_with_id() {
                            self.end(ended);
                        }
                        // Something waits for the room that this left.
                        if self.more && self.under_way.len() < AT_ONCE / 2 {
                            break;
                        }
                    }
                }
            }
        }
        while let Some(ended) = attempts.join_next_with_id().await {
            self.end(ended);
        }
        if let Err(error) = self.share.release(self.service.database()).await {
            tracing::warn!(%error, "the courier's leases could not be given back; they end by themselves");
        }
    }

    /// Begins what is to be tried, as far as there is room.
    async fn begin(&mut self, attempts: &mut Attempts) -> Result<(), Error> {
        if self.renewed.is_none_or(|renewed| renewed.elapsed() > self.term / RENEWALS) {
            self.held = self.share.keep(self.service.database()).await?;
            self.renewed = Some(time::Instant::now());
        }
        if self.under_way.len() >= AT_ONCE {
            return Ok(());
        }
        let now = time::Instant::now();
        self.spared.retain(|_, until| *until > now);
        self.set_aside.retain(|_, until| *until > now);
        let parts = self.held.keys().copied();
        let (endpoints, deliveries) = (self.spared.keys().copied(), self.set_aside.keys().copied());
        let spared = Spared { endpoints: endpoints.collect(), deliveries: deliveries.collect() };
        let (database, service_now) = (self.service.database(), self.service.now().await?);
        let due = delivery_list::due(database, parts, spared, service_now, LARGEST_LOOK).await?;
        let mut rooms = HashMap::new();
        self.more = false;
        for due in due {
            let due = match due {
                Ok(due) => due,
                // One that fails does not hold up the others.
                Err(Unopened { id: delivery, endpoint, error }) => {
                    tracing::warn!(%error, %delivery, "a delivery cannot be opened; set aside");
                    self.set_aside(delivery, endpoint);
                    continue;
                }
            };
            if self.under_way.values().any(|under_way| under_way.delivery == due.delivery.id) {
                continue;
            }
            let endpoint = due.delivery.facts.endpoint;
            let room = match rooms.get(&endpoint) {
                Some(room) => *room,
                None => self.room(&due).await?,
            };
            let is_over = due.delivery.end_time() <= service_now;
            rooms.insert(endpoint, room.saturating_sub(1));
            match self.held.get(&due.part) {
                Some(epoch) if self.under_way.len() < AT_ONCE && (room > 0 || is_over) => {
                    let under_way = UnderWay { delivery: due.delivery.id, endpoint, part: due.part };
                    let (service, outbound) = (Arc::clone(&self.service), Arc::clone(&self.outbound));
                    let fence = Fence { lease: self.share.part(due.part), epoch: *epoch };
                    let attempt = attempts.spawn(async move { service.attempt(&outbound, &due, fence).await });
                    self.under_way.insert(attempt.id(), under_way);
                }
                Some(_) | None => {
                    self.more = true;
                    self.spared.insert(endpoint, time::Instant::now() + SPARED);
                }
            }
        }
        Ok(())
    }

    /// How much more may be tried at a delivery's endpoint now.
    async fn room(&self, due: &DueDelivery) -> Result<usize, Error> {
        let (tenant, id, database) = (due.tenant.as_str(), due.delivery.facts.endpoint, self.service.database());
        // What it did before it was changed says nothing of how it is now.
        let since = endpoint::find(database, tenant, id).await?.map(|row| row.update_time).unwrap_or_default();
        let since = clock::Instant::from_micros(since);
        let room = match delivery_list::circuit(database, tenant, id, since, self.service.now().await?).await? {
            Circuit::Closed => AT_ONE_ENDPOINT,
            Circuit::HalfOpen => 1,
            Circuit::Open(_) => 0,
        };
        Ok(room.saturating_sub(self.under_way.values().filter(|under_way| under_way.endpoint == id).count()))
    }

    /// Leaves a delivery out of looks for a while, behind which there may be others.
    fn set_aside(&mut self, delivery: Uuid, endpoint: Uuid) {
        if self.set_aside.len() < MOST_SET_ASIDE {
            self.set_aside.insert(delivery, time::Instant::now() + SET_ASIDE);
        } else {
            self.spared.insert(endpoint, time::Instant::now() + SPARED);
        }
        self.more = true;
    }

    fn end(&mut self, ended: Ended) {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, outcome),
            Err(error) => (error.id(), Err(Error::Fault(error.to_string()))),
        };
        let Some(UnderWay { delivery, endpoint, part }) = self.under_way.remove(&id) else { return };
        match outcome {
            // There is room again.
            Ok(Fenced::Written | Fenced::Elsewhere | Fenced::Taken) => {
                self.spared.remove(&endpoint);
            }
            Ok(Fenced::Lost) => {
                tracing::warn!(part, "fenced: another delivers this part by now");
                self.held.remove(&part);
            }
            Err(error) if is_outage(&error) => {
                tracing::warn!(%error, %delivery, "a delivery could not be tried or written; tried again");
                self.spared.insert(endpoint, time::Instant::now() + SPARED);
            }
            // One that fails does not hold up the others.
            Err(error) => {
                tracing::warn!(%error, %delivery, "a delivery could not be tried or written; set aside");
                self.set_aside(delivery, endpoint);
            }
        }
    }
}
