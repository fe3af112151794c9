//! The kit itself, tested.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod databases;
mod log;
mod problem;
