//! The tables: what is kept of customers and of what happened with them, and what it adds up to. Only here does the service speak to sea-orm.

pub mod activity;
pub mod audience;
pub mod customer;
pub mod daily_sum;
pub mod entity;
pub mod metrics;
pub mod migration;
pub mod purchases;
pub mod records;
pub mod score;
pub mod sums;
pub mod tenant_zone;
pub mod turn;
