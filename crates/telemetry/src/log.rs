//! The log: one line an event, to standard error.

use std::io::IsTerminal;
use std::iter;

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, fmt};

use crate::settings::LogFormat;
use crate::{export, panic};

/// What is logged; the spans that are sent are none of it.
pub(crate) fn filter(log_filter: &str) -> Result<EnvFilter, ParseError> {
    Ok(EnvFilter::builder().parse(log_filter)?.add_directive(format!("{}=off", export::TARGET).parse()?))
}

/// Starts the log of this process, which a panic is written to as well, beside what takes the spans that are sent.
///
/// Lines are handed to a thread of their own, so that a slow reader of standard error never holds up a call; where it
/// falls behind by more than 128,000 lines, the newest are dropped.
pub(crate) fn start(
    format: LogFormat,
    filter: EnvFilter,
    spans: Option<Box<dyn Layer<Registry> + Send + Sync>>,
) -> Result<WorkerGuard, TryInitError> {
    let (writer, log_writer) = tracing_appender::non_blocking(std::io::stderr());
    // Each has its own filter: what is logged and what is sent do not hang on each other.
    let lines = lines(format, writer).with_filter(filter).boxed();
    tracing_subscriber::registry().with(iter::once(lines).chain(spans).collect::<Vec<_>>()).try_init()?;
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
