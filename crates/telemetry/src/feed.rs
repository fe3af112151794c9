//! What is told of following a feed.

use std::time::Duration;

use clock::{Clock, Instant};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Gauge, Histogram};
use tracing::Span;

use crate::{TraceContext, export, names};

/// The bounds of the histogram of lags, in seconds: from what gathering costs to what only a standstill does.
const LAGS: [f64; 12] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0];

/// The metrics of one consumer of one feed.
#[derive(Clone, Debug)]
pub struct FeedMetrics {
    following: Gauge<u64>,
    stopped: Gauge<u64>,
    last_heard: Gauge<f64>,
    lag: Histogram<f64>,
    whose: [KeyValue; 2],
}

impl FeedMetrics {
    /// The metrics of the consumer of `feed` in the service `service`. They stay silent where telemetry did not start before.
    pub fn new(service: &'static str, feed: &'static str) -> Self {
        let meter = export::meter();
        Self {
            following: meter
                .u64_gauge(names::FEED_FOLLOWING)
                .with_description("1 where this process hears from the feed, 0 where another does or nobody.")
                .build(),
            stopped: meter
                .u64_gauge(names::FEED_STOPPED)
                .with_description("1 once entries were missing: nothing more is taken in until a person has looked.")
                .build(),
            last_heard: meter
                .f64_gauge(names::FEED_LAST_HEARD)
                .with_unit("s")
                .with_description("When what came last was taken in, heartbeats too, or when the consumer began.")
                .build(),
            lag: meter
                .f64_histogram(names::FEED_LAG)
                .with_unit("s")
                .with_description(
                    "How long after they were recorded entries were taken in; of each transaction the oldest.",
                )
                .with_boundaries(LAGS.to_vec())
                .build(),
            whose: [KeyValue::new(names::SERVICE, service), KeyValue::new(names::FEED, feed)],
        }
    }

    /// Tells whether the consumer hears from the feed, and whether it stopped at a gap.
    pub fn fares(&self, is_following: bool, is_stopped: bool) {
        self.following.record(u64::from(is_following), &self.whose);
        self.stopped.record(u64::from(is_stopped), &self.whose);
    }

    /// Tells that what came was taken in, or that the consumer begins.
    pub fn heard(&self, now: Instant) {
        #[expect(clippy::cast_precision_loss, reason = "exact to the microsecond for 200 years")]
        self.last_heard.record(now.as_micros() as f64 / 1e6, &self.whose);
    }

    /// Tells that entries were taken in, the oldest so long after it was recorded.
    pub fn took(&self, lag: Duration) {
        self.lag.record(lag.as_secs_f64(), &self.whose);
    }
}

/// The span of taking in what was done at a place of a trace, in the course of a call to the publisher of a feed. It is sent when it
/// is dropped, if the trace is recorded; where it is not, there is none.
pub fn taking_in(feed: &str, done: TraceContext, clock: &Clock) -> Option<Span> {
    let begin = || export::begin(&format!("{} {feed}", names::CONSUME), "consumer", done.child(clock), Some(done));
    done.is_sampled().then(begin)
}
