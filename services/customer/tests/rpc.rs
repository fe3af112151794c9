//! The operations.

mod contact_person;
mod custom_field;
mod customer;
mod feed;
mod import;
mod journal;
mod ownership;
mod pool_policy;
mod problems;
mod revert;
mod schema;
mod staff;
mod team;
mod tenant;
mod term;
mod vocabulary;
