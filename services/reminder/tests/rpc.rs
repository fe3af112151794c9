//! The operations.

mod delivery;
mod endpoint;
mod problems;
mod reminder;
mod task;
