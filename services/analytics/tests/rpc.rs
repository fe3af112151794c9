//! The operations.

mod customer360;
mod problems;
mod report;
mod score;
mod segment;
mod target;
