//! The feed from end to end: a publisher of notes, consumers that keep copies of them, on either engine and by either way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod broken_readers;
mod conformance;
mod copy;
mod house;
mod kill;
mod metrics;
mod notes;
mod revisions;
mod watch;
