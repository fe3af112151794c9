//! What a process tells of itself: log lines, traces, metrics, and how they are flushed.
//!
//! Personal data is in none of it. `names.rs` has every name that is seen outside; `settings.toml` says what can be set.

mod caller;
mod export;
mod feed;
mod journal;
mod log;
pub mod names;
mod panic;
mod reminder;
mod rpc;
mod settings;
mod start;
mod trace_context;

pub use caller::{Caller, CallerSlot};
pub use feed::{FeedMetrics, taking_in};
pub use journal::JournalMetrics;
pub use reminder::{Outcome, ReminderMetrics};
pub use rpc::{EndedCall, ServerMetrics};
pub use settings::{LogFormat, TelemetrySettings};
pub use start::{Guard, Service, StartError, start};
pub use trace_context::TraceContext;

/// The settings of this crate with their defaults, to be put before those of a service.
pub const SETTINGS: &str = include_str!("../settings.toml");
