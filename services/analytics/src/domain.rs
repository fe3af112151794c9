//! What is computed: pure functions, which know neither rows nor messages.

pub mod activity;
pub mod customer;
pub mod forecast;
pub mod pipeline;
pub mod purchases;
mod quantile;
pub mod replies;
pub mod report;
pub mod rfm;
pub mod satisfaction;
pub mod scores;
pub mod segment;
pub mod tag;
pub mod tally;
pub mod target;
pub mod traits;
pub mod zones;
