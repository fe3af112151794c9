//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod activity;
pub mod activity_list;
pub mod customer;
pub mod entity;
pub mod external_id;
pub mod migration;
