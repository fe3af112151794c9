//! What is told of a journal.

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Gauge, Histogram};

use crate::{export, names};

/// The bounds of the histogram of batches, in writes.
const BATCHES: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// The metrics of the journal of one service.
#[derive(Clone, Debug)]
pub struct JournalMetrics {
    batch_size: Histogram<u64>,
    backlog: Gauge<u64>,
    whose: [KeyValue; 1],
}

impl JournalMetrics {
    /// The metrics of the journal of `service`. They stay silent where telemetry did not start before.
    pub fn new(service: &'static str) -> Self {
        let meter = export::meter();
        Self {
            batch_size: meter
                .u64_histogram(names::JOURNAL_BATCH_SIZE)
                .with_unit("{write}")
                .with_description("How many writes were written together.")
                .with_boundaries(BATCHES.to_vec())
                .build(),
            backlog: meter
                .u64_gauge(names::JOURNAL_BACKLOG)
                .with_unit("{entry}")
                .with_description("Entries that are written and wait for their place in the order, on PostgreSQL.")
                .build(),
            whose: [KeyValue::new(names::SERVICE, service)],
        }
    }

    /// Tells that so many writes are written together.
    pub fn batch(&self, writes: usize) {
        self.batch_size.record(u64::try_from(writes).unwrap_or(u64::MAX), &self.whose);
    }

    /// Tells how many entries wait for their place.
    pub fn backlog(&self, entries: u64) {
        self.backlog.record(entries, &self.whose);
    }
}
