//! The operations.

mod customer;
mod staff;
mod team;
mod tenant;
