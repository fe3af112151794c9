//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod acquaintance;
pub mod cadence;
pub mod dated_customer;
pub mod delivery;
pub mod delivery_list;
pub mod dormancy_rule;
pub mod endpoint;
pub mod entity;
pub mod interaction;
pub mod lost_stage;
pub mod migration;
pub mod next_step;
pub mod of_assignee;
pub mod of_customer;
pub mod pending;
pub mod quiet_customer;
pub mod recount;
pub mod reminder;
pub mod review;
pub mod task;
pub mod task_list;
pub mod tenant;
pub mod tenant_review;
mod tenant_rule;
pub mod waiting;

use journal::StateTable;

/// The tables that the journal holds against its entries.
pub fn state_tables() -> Vec<&'static StateTable> {
    vec![
        &cadence::CADENCE,
        &delivery::DELIVERY,
        &dormancy_rule::DORMANCY_RULE,
        &endpoint::ENDPOINT,
        &reminder::REMINDER,
        &task::TASK,
    ]
}
