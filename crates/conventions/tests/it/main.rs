//! What callers may rely on in every method.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod page;
mod problem;
mod request_id;
mod tenant_keys;
