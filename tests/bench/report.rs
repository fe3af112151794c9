//! What was measured: kept as JSON, shown as tables, compared with an earlier run.

mod compare;
mod table;

use serde::{Deserialize, Serialize};

pub use self::compare::comparison;
pub use self::table::table;
use crate::cpu::Each;
use crate::engine::Engine;
use crate::events::Events;
use crate::import::Import;
use crate::load::Counted;
use crate::workload::Operation;

/// A run.
#[derive(Debug, Deserialize, Serialize)]
pub struct Report {
    /// Customers that were loaded.
    pub customers: usize,
    /// How long each row was counted.
    pub seconds: f64,
    /// The engines, in the order in which they were measured.
    pub engines: Vec<EngineReport>,
}

/// One engine.
#[derive(Debug, Deserialize, Serialize)]
pub struct EngineReport {
    /// Which.
    pub engine: Engine,
    /// From the start of the process on an empty folder until it said that it serves.
    pub start_seconds: f64,
    /// The same on the folder that it left when it was killed at the end.
    #[serde(default)]
    pub second_start_seconds: f64,
    /// Memory of the server after the start.
    pub idle_mib: f64,
    /// Memory of the server after it was loaded.
    pub loaded_mib: f64,
    /// How it was loaded.
    pub import: Import,
    /// How long the services worked on it after its last answer.
    #[serde(default)]
    pub follow_seconds: f64,
    /// The measurements, in order.
    pub rows: Vec<Row>,
    /// How soon a consumer heard of writes, if that was measured.
    pub events: Option<Events>,
}

/// One measurement.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Row {
    /// What was called.
    pub operation: Operation,
    /// Calls under way at any time.
    pub in_flight: usize,
    /// Good answers in a second.
    pub per_second: f64,
    /// The same, as a share of the echo's with as many in flight.
    pub to_echo: f64,
    /// Half of the good answers took no longer.
    pub p50_ms: f64,
    /// 99 of 100 took no longer.
    pub p99_ms: f64,
    /// CPU time for each good answer.
    pub cpu_micros: Each,
    /// The mean size of a good answer.
    pub answer_bytes: f64,
    /// Calls that failed, or were answered with something else than was asked for.
    pub errors: u64,
    /// The first of these.
    pub first_error: Option<String>,
}

impl Row {
    /// The row of a measurement; `echo` is the row of the echo with as many in flight, unless this is it.
    pub fn new(operation: Operation, in_flight: usize, counted: &Counted, echo: Option<&Self>) -> Self {
        let answers = &counted.answers;
        let count = answers.latencies.len();
        let per_second = count as f64 / counted.time.as_secs_f64();
        let milliseconds = |quantile| answers.latencies.value_at_quantile(quantile) as f64 / 1e3;
        Self {
            operation,
            in_flight,
            per_second,
            to_echo: per_second / echo.map_or(per_second, |echo| echo.per_second),
            p50_ms: milliseconds(0.50),
            p99_ms: milliseconds(0.99),
            cpu_micros: counted.spent.each(count),
            answer_bytes: answers.bytes as f64 / count.max(1) as f64,
            errors: answers.errors,
            first_error: answers.first_error.clone(),
        }
    }
}
