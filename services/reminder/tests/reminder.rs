//! The reminder service from outside: through gRPC, on both engines. A test's path mirrors that of the operation it is about.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod cadence;
mod clockwork;
mod delivery;
mod dormancy;
mod erasure;
mod faults;
mod harness;
mod important_dates;
mod next_steps;
mod outside;
mod rpc;
mod set_aside;
mod working_days;
