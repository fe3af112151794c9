//! One caller's way through a partition.

use std::sync::LazyLock;
use std::time::Duration;

use contracts::feed::v1::WatchResponse;
use journal::{Ordered, Place};
use prost::Message;
use tokio::sync::watch::Receiver;
use tokio::time::{Instant, sleep_until};

use crate::entry;
use crate::publisher::{Audience, Publisher, WatchError};

/// The most entries that are read at once. A record is at most 64 KiB, so this bounds what a watch holds.
const LARGEST_PAGE: u64 = 256;
/// A message takes no further entry once it is this large, in bytes: clients commonly accept 4 MiB.
const LARGE_MESSAGE: usize = 1024 * 1024;
/// What arrives within this time after a message is sent together. While much is written, each watch would else read, and each
/// consumer commit, with every commit of the publisher.
const GATHERING: Duration = Duration::from_millis(50);
/// As [`GATHERING`], while a partition is busy: the cost of reading and committing is then that of fewer, larger messages.
const BUSY_GATHERING: Duration = Duration::from_millis(400);
/// A partition in which more entries than this arrive in a second is busy.
const BUSY: u128 = 100;

/// All watches of a process gather until the same moments, so that a consumer takes in what comes of all partitions together.
static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);

pub(crate) struct Watch {
    publisher: Publisher,
    partition: i64,
    after: Place,
    audience: Audience,
    arrivals: Option<Receiver<()>>,
    /// How many entries are read at once: of large ones as many as went into the last message.
    page: u64,
    /// Until when what arrives is gathered.
    gathering: Option<Instant>,
    /// When the last message was sent.
    sent: Instant,
}

impl Watch {
    pub(crate) fn new(publisher: Publisher, partition: i64, after: Place, audience: Audience) -> Self {
        let arrivals = publisher.order.arrivals(partition);
        Self {
            publisher,
            partition,
            after,
            audience,
            arrivals,
            page: LARGEST_PAGE,
            gathering: None,
            sent: Instant::now(),
        }
    }

    /// The next message: entries as soon as there are some, or a heartbeat.
    pub(crate) async fn next(&mut self) -> Result<WatchResponse, WatchError> {
        let heartbeat = Instant::now() + self.publisher.heartbeat;
        if let Some(moment) = self.gathering.take() {
            sleep_until(moment).await;
        }
        loop {
            // What arrives from here on is seen by the read below or wakes.
            if let Some(arrivals) = &mut self.arrivals {
                arrivals.borrow_and_update();
            }
            let page = self.publisher.order.after(self.partition, &self.after, self.page).await?;
            let page = page.map_err(|_| WatchError::Rewound { sequence: self.after.sequence })?;
            let (is_end, is_full) = (page.is_empty(), page.len() as u64 == self.page);
            let last = page.last().map_or(self.after.sequence, |ordered| ordered.place.sequence);
            let before = self.after.sequence;
            let message = self.message(page)?;
            let is_cut = message.sequence < last;
            self.page = if is_cut { message.sequence.abs_diff(before).max(1) } else { LARGEST_PAGE };
            let has_more = is_cut || is_full;
            if !message.entries.is_empty() {
                let since = self.sent.elapsed().max(GATHERING);
                self.sent = Instant::now();
                let is_busy = message.entries.len() as u128 * 1_000 > BUSY * since.as_millis();
                let period = if is_busy { BUSY_GATHERING } else { GATHERING };
                self.gathering = (!has_more).then(|| next_moment(period));
                return Ok(message);
            }
            if Instant::now() >= heartbeat {
                return Ok(message);
            }
            if is_end {
                self.wait(heartbeat).await;
            }
        }
    }

    /// Waits for an arrival, and not beyond the heartbeat: other processes may have put entries in order.
    async fn wait(&mut self, heartbeat: Instant) {
        let arrived = async {
            match &mut self.arrivals {
                Some(arrivals) => drop(arrivals.changed().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = arrived => {}
            () = sleep_until(heartbeat) => {}
        }
    }

    /// What of a page goes into a message, and the place that it leads to.
    fn message(&mut self, page: Vec<Ordered>) -> Result<WatchResponse, WatchError> {
        let mut entries = Vec::new();
        let mut size = 0;
        for ordered in page {
            if size > LARGE_MESSAGE {
                break;
            }
            let place = ordered.place.clone();
            if self.sees(&ordered) {
                let sequence = place.sequence;
                let event = match (self.publisher.event)(&ordered) {
                    Ok(event) => event,
                    Err(error) if entries.is_empty() => return Err(WatchError::Event { sequence, error }),
                    // First what comes before it is sent.
                    Err(_) => break,
                };
                let entry = entry::encode(ordered, event);
                size += entry.encoded_len();
                entries.push(entry);
            }
            self.after = place;
        }
        Ok(WatchResponse { entries, sequence: self.after.sequence, hash: self.after.hash.clone() })
    }

    fn sees(&self, ordered: &Ordered) -> bool {
        match &self.audience {
            Audience::AllTenants => true,
            Audience::Tenant(tenant) => **tenant == *ordered.tenant,
        }
    }
}

/// When what is gathered in periods of this length is sent next.
fn next_moment(period: Duration) -> Instant {
    let passed = BEGINNING.elapsed().as_millis() / period.as_millis();
    *BEGINNING + period * u32::try_from(passed + 1).unwrap_or(u32::MAX)
}
