//! The operations.

mod problems;
mod report;
mod score;
