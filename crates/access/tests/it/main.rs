//! What the crate promises, seen from outside.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by a panic"
)]

mod access_log;
mod engine;
mod key_set;
mod layer;
mod local_callers;
mod local_issuer;
mod policy;
mod scope;
mod signer;
mod tenants;
mod token;
