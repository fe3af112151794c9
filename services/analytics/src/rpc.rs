//! The operations.

pub(crate) mod report;
