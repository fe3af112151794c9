//! The operations.

pub(crate) mod customer360;
mod money;
pub(crate) mod report;
pub(crate) mod score;
pub(crate) mod segment;
pub(crate) mod target;
