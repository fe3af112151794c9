//! The rows of the tables.

pub mod customer;
pub mod customer_collaborator;
pub mod daily_sum;
pub mod interaction;
pub mod sale;
pub mod sale_line;
pub mod stage_stay;
pub mod tenant_zone;
