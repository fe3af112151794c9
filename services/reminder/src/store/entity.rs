//! The rows.

pub mod dated_customer;
pub mod delivery;
pub mod endpoint;
pub mod next_step;
pub mod recount;
pub mod reminder;
pub mod task;
pub mod task_watcher;
pub mod tenant;
pub mod waiting;
