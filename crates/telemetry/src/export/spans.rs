//! Spans: which are sent, and how.
//!
//! A span is handed over as a whole when it has ended. The tracer of the SDK would choose trace and span ids and what is
//! sampled; here they are those of the [`TraceContext`](crate::TraceContext), which callers, the log and the journal have.

use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanData, SpanExporter, SpanProcessor};

/// The longest that what still waits at the end may take to be sent.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(5);

/// The bits of a trace id that are random: of W3C Trace Context level 2, and of the time-ordered ids of this platform.
const RANDOM_BITS: u32 = 56;

/// Where the spans of this process go, if anywhere; one for all of it, like the log.
static SPANS: OnceLock<Spans> = OnceLock::new();

#[derive(Debug)]
struct Spans {
    processor: BatchSpanProcessor,
    /// A trace is sampled if its random bits are at least this, as OpenTelemetry samples everywhere, so that all services
    /// with the same ratio choose the same traces.
    threshold: u128,
}

/// Sends spans from now on. Those that wait are at most 2,048; where the collector falls behind, the newest are dropped.
pub(crate) fn start<E: SpanExporter + 'static>(exporter: E, resource: &Resource, sampling_ratio: f64) {
    SPANS.get_or_init(|| {
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        processor.set_resource(resource);
        Spans { processor, threshold: threshold(sampling_ratio) }
    });
}

/// Whether this process sends spans.
pub(crate) fn are_recorded() -> bool {
    SPANS.get().is_some()
}

/// Whether a trace that begins here is one of those that are sent.
pub(crate) fn is_sampled(trace_id: u128) -> bool {
    SPANS.get().is_some_and(|spans| random_bits(trace_id) >= spans.threshold)
}

/// Sends a span that has ended.
pub(crate) fn end(span: SpanData) {
    if let Some(spans) = SPANS.get() {
        spans.processor.on_end(span);
    }
}

/// Sends what still waits.
pub(crate) fn flush() {
    if let Some(spans) = SPANS.get() {
        // The collector's failures are in the log.
        let _ = spans.processor.shutdown_with_timeout(FLUSH_TIMEOUT);
    }
}

fn threshold(ratio: f64) -> u128 {
    ((1.0 - ratio) * (1u64 << RANDOM_BITS) as f64) as u128
}

fn random_bits(trace_id: u128) -> u128 {
    trace_id & ((1 << RANDOM_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use clock::Clock;

    use super::*;

    #[test]
    fn of_time_ordered_ids_the_share_asked_for_is_sampled() {
        let clock = Clock::system();
        for (ratio, expected) in [(0.0, 0..=0), (0.25, 2_000..=3_000), (0.9, 8_500..=9_500), (1.0, 10_000..=10_000)] {
            let threshold = threshold(ratio);
            let sampled = (0..10_000).filter(|_| random_bits(clock.id().as_u128()) >= threshold).count();
            assert!(expected.contains(&sampled), "{ratio}: {sampled}");
        }
    }
}
