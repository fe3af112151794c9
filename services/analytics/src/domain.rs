//! What is computed: pure functions, which know neither rows nor messages.

pub mod forecast;
mod quantile;
pub mod rfm;
pub mod satisfaction;
