//! From the start of a process to its end.

use std::io;
use std::net::SocketAddr;

use clock::Clock;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::util::TryInitError;

use crate::export::Export;
use crate::log;
use crate::settings::TelemetrySettings;

/// What a process is, as traces and metrics tell it.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The name of the binary.
    pub name: &'static str,
    /// Its release.
    pub version: &'static str,
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
    /// `/metrics` cannot be listened for.
    #[error("cannot listen on {address}: {reason}; name another address as `telemetry.metrics_listen`, or none")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
    /// The system gives no thread, or the exporters refuse what they were given. A fault of this machine or release.
    #[error("traces and metrics cannot be exported: {0}")]
    Export(Box<dyn std::error::Error + Send + Sync>),
}

/// Keeps telemetry running. Dropped, it writes and sends what is still waiting, for at most five seconds; keep it to the
/// end of `main`, whatever that is.
#[derive(Debug)]
#[must_use = "what still waits is written and sent when the guard is dropped"]
pub struct Guard {
    // Dropped before the log, which tells if it fails.
    export: Option<Export>,
    _log_writer: WorkerGuard,
}

impl Guard {
    /// The address from which `/metrics` is read, if it is; its port is the system's choice if port 0 was asked for.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.export.as_ref().and_then(Export::metrics_address)
    }
}

/// Starts the log of this process, and traces and metrics where they are asked for. What counts calls is made after it.
///
/// # Errors
/// A filter that cannot be read, an address that cannot be listened on, a second start.
pub fn start(settings: &TelemetrySettings, service: Service, clock: &Clock) -> Result<Guard, StartError> {
    let filter = log::filter(&settings.log_filter)?;
    let export = Export::start(settings, service, clock)?;
    let log_writer = log::start(settings.log_format, filter, export.as_ref().and_then(Export::spans))?;
    Ok(Guard { export, _log_writer: log_writer })
}
