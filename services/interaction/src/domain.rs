//! Rules and values: no input, no output, no waiting.

pub mod activity;
pub mod complaint;
pub mod count;
pub mod feedback;
pub mod handling;
pub mod interaction;
pub mod money;
pub mod service_case;
pub mod transaction;
