//! The rows.

pub mod activity;
pub mod customer;
pub mod customer_collaborator;
