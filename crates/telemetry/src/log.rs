//! The log: one line an event, to standard error.

use std::io::IsTerminal;

use serde::Deserialize;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, fmt};

use crate::panic;

/// The section `telemetry` of a process's settings; see `settings.toml` of this crate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetrySettings {
    /// What is logged: a level, or levels by target with commas between.
    pub log_filter: String,
    /// How a line looks.
    pub log_format: LogFormat,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people; coloured on a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why telemetry did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The filter cannot be read.
    #[error(
        "`telemetry.log_filter`: {0}; write a level such as `info`, or levels by target such as `info,request=debug`"
    )]
    Filter(#[from] ParseError),
    /// The process has another subscriber already.
    #[error("telemetry was started twice in this process: {0}")]
    Twice(#[from] TryInitError),
}

/// Keeps telemetry running. Dropped, it writes what is still waiting; keep it to the end of `main`.
#[derive(Debug)]
#[must_use = "lines that still wait are written when the guard is dropped"]
pub struct Guard {
    _log_writer: WorkerGuard,
}

/// Starts the log of this process, which a panic is written to as well.
///
/// Lines are handed to a thread of their own, so that a slow reader of standard error never holds up a call; where it
/// falls behind by more than 128,000 lines, the newest are dropped.
///
/// # Errors
/// A filter that cannot be read; a second start.
pub fn start(settings: &TelemetrySettings) -> Result<Guard, StartError> {
    let filter = EnvFilter::builder().parse(&settings.log_filter)?;
    let (writer, log_writer) = tracing_appender::non_blocking(std::io::stderr());
    tracing_subscriber::registry().with(lines(settings.log_format, writer)).with(filter).try_init()?;
    panic::log_them();
    Ok(Guard { _log_writer: log_writer })
}

fn lines(format: LogFormat, writer: NonBlocking) -> Box<dyn Layer<Registry> + Send + Sync> {
    let lines = fmt::layer().with_writer(writer);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}
