//! How soon a consumer hears of a write: customers are created at a steady rate, while all partitions of the feed are watched.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use contracts::customer::v1::Customer;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::feed::v1::feed_service_client::FeedServiceClient;
use contracts::feed::v1::{WatchRequest, WatchResponse};
use futures::stream::{FuturesUnordered, StreamExt, TryStreamExt};
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tonic::Streaming;

use crate::Outcome;
use crate::data::Customers;
use crate::target::{Stub, Target};
use crate::workload::create as request;

/// The partitions of a feed.
const PARTITIONS: i32 = 16;
/// The longest that the last entry is waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest time that is told from longer ones, in microseconds, and the significant digits of times.
const LONGEST_MICROS: u64 = 60_000_000;
const DIGITS: u8 = 3;

/// How soon writes were heard of.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Events {
    /// Writes in a second.
    pub per_second: u32,
    /// Writes that were made, each of which was heard of.
    pub count: u64,
    /// Half of them were heard of so soon after their call was sent, the write itself included.
    pub p50_ms: f64,
    /// 99 of 100.
    pub p99_ms: f64,
}

/// Creates customers at this rate for so long.
///
/// # Errors
/// A call or a watch fails, or an entry does not come.
pub async fn measure(target: &Target, created: &mut Customers, per_second: u32, time: Duration) -> Outcome<Events> {
    let server = target.connect().await?;
    let mut watches = Vec::new();
    for partition in 0..PARTITIONS {
        watches.push(caught_up(server.clone(), partition).await?);
    }
    let waits =
        RefCell::new(Waits { halves: HashMap::new(), micros: Histogram::new_with_max(LONGEST_MICROS, DIGITS)? });
    let count = u64::from(per_second) * time.as_secs();
    let watching = async {
        let mut messages = futures::stream::select_all(watches);
        while waits.borrow().micros.len() < count {
            let message = timeout(LONGEST_WAIT, messages.next()).await?.ok_or("a watch ended")??;
            for entry in message.entries {
                waits.borrow_mut().end(entry.entity_id, Instant::now());
            }
        }
        Outcome::Ok(())
    };
    futures::try_join!(watching, create(server, created, per_second, count, &waits))?;
    let micros = waits.into_inner().micros;
    let milliseconds = |quantile| micros.value_at_quantile(quantile) as f64 / 1e3;
    Ok(Events { per_second, count, p50_ms: milliseconds(0.50), p99_ms: milliseconds(0.99) })
}

/// Creates so many customers, each at its time, whether those before it were answered or not.
async fn create(
    server: Stub,
    created: &mut Customers,
    per_second: u32,
    count: u64,
    waits: &RefCell<Waits>,
) -> Outcome<()> {
    let mut ticks = interval(Duration::from_secs(1) / per_second);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut calls = FuturesUnordered::new();
    let mut sent = 0;
    while sent < count {
        tokio::select! {
            begun = ticks.tick() => {
                let mut client = CustomerServiceClient::new(server.clone());
                let request = request(created);
                calls.push(async move { client.create_customer(request).await.map(|answer| (answer.into_inner(), begun)) });
                sent += 1;
            }
            Some(answer) = calls.next() => begin(waits, answer?),
        }
    }
    while let Some(answer) = calls.try_next().await? {
        begin(waits, answer);
    }
    Ok(())
}

fn begin(waits: &RefCell<Waits>, (customer, begun): (Customer, tokio::time::Instant)) {
    waits.borrow_mut().begin(customer.customer_id, begun.into_std());
}

/// A watch of a partition that has sent all that was there.
async fn caught_up(server: Stub, partition: i32) -> Outcome<Streaming<WatchResponse>> {
    let request = WatchRequest { service: "customer".to_owned(), partition, ..WatchRequest::default() };
    let mut messages = FeedServiceClient::new(server).watch(request).await?.into_inner();
    while let Some(message) = messages.message().await? {
        // A heartbeat: there was nothing left.
        if message.entries.is_empty() {
            return Ok(messages);
        }
    }
    Err("a watch ended before it had caught up".into())
}

/// Writes of which the call or the entry is known, but not yet both, and how long it took for those of which both are.
struct Waits {
    halves: HashMap<String, Instant>,
    micros: Histogram<u64>,
}

impl Waits {
    /// A write whose call was sent then was answered.
    fn begin(&mut self, id: String, begun: Instant) {
        match self.halves.remove(&id) {
            Some(heard) => self.count(begun, heard),
            None => drop(self.halves.insert(id, begun)),
        }
    }

    /// It was heard of then.
    fn end(&mut self, id: String, heard: Instant) {
        match self.halves.remove(&id) {
            Some(begun) => self.count(begun, heard),
            None => drop(self.halves.insert(id, heard)),
        }
    }

    fn count(&mut self, begun: Instant, heard: Instant) {
        let micros = heard.saturating_duration_since(begun).as_micros();
        self.micros.saturating_record(micros.try_into().unwrap_or(LONGEST_MICROS));
    }
}
