//! The rows of the tables.

pub mod closing_stage;
pub mod customer;
pub mod customer_collaborator;
pub mod customer_score;
pub mod customer_tag;
pub mod daily_sum;
pub mod feedback;
pub mod interaction;
pub mod sale;
pub mod sale_line;
pub mod score_model;
pub mod segment;
pub mod service_case;
pub mod stage_stay;
pub mod tag;
pub mod target;
pub mod tenant_zone;
