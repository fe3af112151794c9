//! The analytics service from outside: through gRPC, on both engines, beside the customer service. A test's path mirrors that of what it
//! is about.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod consume;
mod domain;
mod harness;
mod rpc;
