//! One caller's way through a partition.

use contracts::feed::v1::WatchResponse;
use journal::{Ordered, Place};
use prost::Message;
use tokio::sync::watch::Receiver;
use tokio::time::{Instant, sleep_until};

use crate::entry;
use crate::publisher::{Audience, Publisher, WatchError};

/// The most entries that are read at once. A record is at most 64 KiB, so this bounds what a watch holds.
const PAGE: u64 = 256;
/// A message takes no further entry once it is this large, in bytes: clients commonly accept 4 MiB.
const LARGE_MESSAGE: usize = 1024 * 1024;

pub(crate) struct Watch {
    publisher: Publisher,
    partition: i64,
    after: Place,
    audience: Audience,
    arrivals: Option<Receiver<()>>,
}

impl Watch {
    pub(crate) fn new(publisher: Publisher, partition: i64, after: Place, audience: Audience) -> Self {
        let arrivals = publisher.order.arrivals(partition);
        Self { publisher, partition, after, audience, arrivals }
    }

    /// The next message: entries as soon as there are some, or a heartbeat.
    pub(crate) async fn next(&mut self) -> Result<WatchResponse, WatchError> {
        let heartbeat = Instant::now() + self.publisher.heartbeat;
        loop {
            // What arrives from here on is seen by the read below or wakes.
            if let Some(arrivals) = &mut self.arrivals {
                arrivals.borrow_and_update();
            }
            let page = self.publisher.order.after(self.partition, &self.after, PAGE).await?;
            let page = page.map_err(|_| WatchError::Rewound { sequence: self.after.sequence })?;
            let is_end = page.is_empty();
            let message = self.message(page)?;
            if !message.entries.is_empty() || Instant::now() >= heartbeat {
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
