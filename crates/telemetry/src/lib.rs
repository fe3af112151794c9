//! What a process tells of itself: log lines, traces, and how they are flushed.
//!
//! Personal data is in none of it.

mod caller;
mod log;
mod panic;
mod trace_context;

pub use caller::{Caller, CallerSlot};
pub use log::{Guard, LogFormat, StartError, TelemetrySettings, start};
pub use trace_context::TraceContext;

/// The settings of this crate with their defaults, to be put before those of a service.
pub const SETTINGS: &str = include_str!("../settings.toml");
