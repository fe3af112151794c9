//! The rules of the customer service and its values: no input or output, no wire, no database.

pub mod address;
pub mod carried_tag;
pub mod contact_person;
pub mod contact_point;
pub mod credit_code;
pub mod customer;
pub mod difference;
pub mod email;
pub mod external_id;
pub mod important_date;
pub mod name;
pub mod number;
pub mod number_account;
pub mod ownership;
pub mod phone;
pub mod pool;
pub mod region;
pub mod required_field;
pub mod resident_id;
pub mod revert;
pub mod search_terms;
pub mod staff;
pub mod stage;
pub mod tenant;
pub mod vocabulary;
pub mod wechat;
