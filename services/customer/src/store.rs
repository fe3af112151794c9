//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod customer;
pub mod customer_list;
pub mod entity;
pub mod erasure_position;
pub mod migration;
pub mod number_block;
pub mod record;
pub mod staff;
pub mod team;
pub mod tenant;
