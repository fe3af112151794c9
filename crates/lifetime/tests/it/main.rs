//! Capabilities A4 to A6, held against published figures, arithmetic of higher precision, and simulated customers.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod cdnow;
mod hard_cases;
mod invariants;
mod repurchase;
mod simulation;
mod too_little;
mod truth;
