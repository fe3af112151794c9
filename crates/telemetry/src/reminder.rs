//! What is told of the clock of reminders, and of delivering what it tells.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram};

use crate::{export, names};

/// The bounds of the histogram of lateness, in seconds: from a look to a day in which nothing ran.
const LATENESS: [f64; 11] = [0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0];

/// What came of an attempt to deliver.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The endpoint took it.
    Delivered,
    /// It was not taken, and is tried again.
    Failed,
    /// It was given up.
    Dead,
}

/// The metrics of the reminder service.
#[derive(Clone, Debug)]
pub struct ReminderMetrics {
    lateness: Histogram<f64>,
    deliveries: Counter<u64>,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Delivered, Self::Failed, Self::Dead];

    fn attribute(self) -> [KeyValue; 1] {
        let outcome = match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Dead => "dead",
        };
        [KeyValue::new(names::OUTCOME, outcome)]
    }
}

impl ReminderMetrics {
    /// The metrics of this process's share of the work. They stay silent where telemetry did not start before.
    #[expect(clippy::new_without_default, reason = "it depends on what was started before")]
    pub fn new() -> Self {
        let meter = export::meter();
        let metrics = Self {
            lateness: meter
                .f64_histogram(names::REMINDER_LATENESS)
                .with_unit("s")
                .with_description("How long after its time what was due fired.")
                .with_boundaries(LATENESS.to_vec())
                .build(),
            deliveries: meter
                .u64_counter(names::REMINDER_DELIVERIES)
                .with_unit("{attempt}")
                .with_description("What came of attempts to deliver: delivered, failed and tried again, dead.")
                .build(),
        };
        // The first of a kind is seen as a rise only if there was a zero before it.
        Outcome::ALL.into_iter().for_each(|outcome| metrics.deliveries.add(0, &outcome.attribute()));
        metrics
    }

    /// Tells that something fired so long after its time.
    pub fn fired(&self, lateness: Duration) {
        self.lateness.record(lateness.as_secs_f64(), &[]);
    }

    /// Counts what came of an attempt to deliver.
    pub fn delivery(&self, outcome: Outcome) {
        self.deliveries.add(1, &outcome.attribute());
    }
}
