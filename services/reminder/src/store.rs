//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod dated_customer;
pub mod delivery;
pub mod delivery_list;
pub mod endpoint;
pub mod entity;
pub mod migration;
pub mod next_step;
pub mod of_customer;
pub mod recount;
pub mod reminder;
pub mod task;
pub mod task_list;
pub mod tenant;
pub mod waiting;

use journal::StateTable;

/// The tables that the journal holds against its entries.
pub fn state_tables() -> Vec<&'static StateTable> {
    vec![&delivery::DELIVERY, &endpoint::ENDPOINT, &reminder::REMINDER, &task::TASK]
}
