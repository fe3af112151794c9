//! The operations.

mod customer;
