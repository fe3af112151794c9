//! The operations.

mod problems;
mod reminder;
mod task;
