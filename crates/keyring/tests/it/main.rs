//! What the keyring and the ledger promise, on SQLite always and on PostgreSQL where the environment names a server.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod engine;
mod frozen;
mod ledger;
mod master;
mod model;
mod rotation;
mod sealing;
mod shredding;
mod supply;
mod tenant;
