//! The journal against a model, with a table of notes as its records.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod chain;
mod columns;
mod fences;
mod guards;
mod limits;
mod notes;
mod order;
mod random;
mod relay;
mod silence;
