//! The tables that the customer service owns, beside those of its journal.

pub mod customer;
pub mod erasure_position;
pub mod number_block;
pub mod staff;
pub mod team;
pub mod tenant;
