//! The tables that the customer service owns, beside those of its journal.

pub mod contact_person;
pub mod contact_person_company;
pub mod customer;
pub mod customer_collaborator;
pub mod customer_tag;
pub mod number_block;
pub mod pool_policy;
pub mod staff;
pub mod team;
pub mod tenant;
pub mod term;
