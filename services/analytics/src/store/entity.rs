//! The rows of the tables.

pub mod customer;
pub mod customer_collaborator;
pub mod daily_count;
pub mod stage_stay;
pub mod tenant_zone;
