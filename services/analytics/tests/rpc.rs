//! The operations.

mod problems;
mod report;
