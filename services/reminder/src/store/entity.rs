//! The rows.

pub mod delivery;
pub mod endpoint;
pub mod reminder;
pub mod task;
pub mod task_watcher;
pub mod waiting;
