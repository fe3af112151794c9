//! The tables: what is kept of customers, and what they add up to. Only here does the service speak to sea-orm.

pub mod audience;
pub mod customer;
pub mod daily_count;
pub mod entity;
pub mod migration;
pub mod records;
pub mod sums;
pub mod tenant_zone;
