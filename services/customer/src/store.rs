//! The tables: one file each. Only here does the service speak to sea-orm.

pub mod attribute_build;
pub mod attribute_index;
pub mod claim_limit;
pub mod collaborator;
pub mod contact_person;
pub mod contact_person_list;
pub mod custom_field;
pub mod customer;
pub mod customer_list;
pub mod customer_number;
pub mod customer_tag;
pub mod entity;
pub mod migration;
pub mod number_block;
pub mod owned;
pub mod pool_policy;
pub mod purgeable;
pub mod record;
pub mod staff;
pub mod team;
pub mod tenant;
pub mod tenant_record;
pub mod term;
pub mod token;
pub mod unique_key;

use journal::StateTable;

/// The tables that the journal holds against its entries.
pub fn state_tables() -> Vec<&'static StateTable> {
    vec![
        &contact_person::CONTACT_PERSON,
        &custom_field::CUSTOM_FIELD,
        &customer::CUSTOMER,
        &pool_policy::POOL_POLICY,
        &staff::STAFF,
        &team::TEAM,
        &tenant::TENANT,
        &term::TERM,
    ]
}
