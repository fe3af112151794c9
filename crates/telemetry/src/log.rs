//! The log: one line an event, to standard error.

use std::io::IsTerminal;

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

use crate::panic;
use crate::settings::{LogFormat, TelemetrySettings};
use crate::start::StartError;

/// Starts the log of this process, which a panic is written to as well.
///
/// Lines are handed to a thread of their own, so that a slow reader of standard error never holds up a call; where it
/// falls behind by more than 128,000 lines, the newest are dropped.
pub(crate) fn start(settings: &TelemetrySettings) -> Result<WorkerGuard, StartError> {
    let filter = EnvFilter::builder().parse(&settings.log_filter)?;
    let (writer, log_writer) = tracing_appender::non_blocking(std::io::stderr());
    tracing_subscriber::registry().with(lines(settings.log_format, writer)).with(filter).try_init()?;
    panic::log_them();
    Ok(log_writer)
}

fn lines(format: LogFormat, writer: NonBlocking) -> Box<dyn Layer<Registry> + Send + Sync> {
    let lines = fmt::layer().with_writer(writer);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}
