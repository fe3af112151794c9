//! The operations.

pub(crate) mod customer360;
pub(crate) mod report;
pub(crate) mod score;
