//! The rows.

pub mod collaborator;
pub mod customer;
