//! A server on a real socket, and what it promises its callers and its operator.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail by a panic")]

mod connections;
mod deadline;
mod drain;
mod health;
mod house;
mod overload;
mod panic;
mod probe;
mod reflection;
mod refusals;
mod request_log;
mod sink;
mod start;
mod telemetry;
mod trace;
mod web;
