//! The operations.

mod cadence;
mod delivery;
mod dormancy_rule;
mod endpoint;
mod problems;
mod reminder;
mod task;
mod transfer;
