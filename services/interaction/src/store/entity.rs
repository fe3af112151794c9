//! The rows.

pub mod activity;
