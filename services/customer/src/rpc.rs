//! The operations, one file each, and the wiring of their names.

pub(crate) mod contact_person;
mod contact_point;
pub(crate) mod custom_field;
pub(crate) mod customer;
mod fields;
pub(crate) mod import;
mod important_date;
pub(crate) mod ownership;
pub(crate) mod pool_policy;
pub(crate) mod revert;
mod revision;
pub(crate) mod staff;
mod team;
pub(crate) mod tenant;
pub(crate) mod term;
pub(crate) mod vocabulary;
