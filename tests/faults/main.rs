//! What happens when things die: the real process, killed, and a model of what it had acknowledged.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod kill;
mod model;
mod process;
