//! The operations.

pub(crate) mod report;
pub(crate) mod score;
