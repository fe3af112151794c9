//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod activity;
pub mod activity_filter;
pub mod activity_list;
pub mod entity;
pub mod external_id;
pub mod migration;
pub mod of_assignee;
pub mod of_customer;
pub mod timeline_count;
