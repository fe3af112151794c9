//! The rows.

pub mod activity;
pub mod timeline_count;
