//! The operations: `rpc/<resource>/<operation>.rs`.

pub mod cadence;
pub mod delivery;
pub mod dormancy_rule;
pub mod endpoint;
pub mod fields;
pub mod period;
pub mod reminder;
pub mod task;
pub mod transfer;
