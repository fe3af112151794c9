//! The tables that the customer service owns, beside those of its journal.

pub mod attribute_build;
pub mod attribute_index;
pub mod contact_person;
pub mod contact_person_company;
pub mod custom_field;
pub mod customer;
pub mod customer_collaborator;
pub mod customer_tag;
pub mod number_block;
pub mod pool_policy;
pub mod staff;
pub mod team;
pub mod tenant;
pub mod term;
