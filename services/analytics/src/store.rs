//! The tables: what is kept of customers and of what happened with them, what it adds up to, and what the tenant makes of it. Only here does
//! the service speak to sea-orm.

pub mod activity;
pub mod answers;
pub mod audience;
pub mod backend;
pub mod closing_stage;
pub mod cohorts;
pub mod customer;
pub mod daily_sum;
pub mod entity;
pub mod members;
pub mod metrics;
pub mod migration;
pub mod own;
pub mod purchases;
pub mod records;
pub mod score;
pub mod segment;
pub mod sums;
pub mod tag;
pub mod target;
pub mod tenant_zone;
pub mod turn;

use journal::StateTable;

/// The tables of what the tenant makes here, which the journal holds against its entries.
pub fn state_tables() -> Vec<&'static StateTable> {
    vec![&segment::SEGMENT, &target::TARGET]
}
