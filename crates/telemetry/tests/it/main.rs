//! What a process tells of itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod log;
mod trace_context;
