//! The rows.

pub mod reminder;
pub mod task;
pub mod task_watcher;
pub mod waiting;
