//! The operations: `rpc/<resource>/<operation>.rs`.

pub mod fields;
pub mod reminder;
pub mod task;
