//! Rules and values: no input, no output, no waiting.

pub mod activity;
pub mod interaction;
pub mod money;
pub mod transaction;
