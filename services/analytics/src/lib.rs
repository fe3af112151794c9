//! The analytics service: what does it add up to?
//!
//! What it computes is in `domain`: pure functions of numbers and days.

pub mod domain;
