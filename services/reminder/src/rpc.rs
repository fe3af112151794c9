//! The operations: `rpc/<resource>/<operation>.rs`.

pub mod delivery;
pub mod endpoint;
pub mod fields;
pub mod reminder;
pub mod task;
