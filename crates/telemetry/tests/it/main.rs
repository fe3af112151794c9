//! What a process tells of itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod export;
mod log;
mod metrics_page;
mod process;
mod settings;
mod trace_context;
