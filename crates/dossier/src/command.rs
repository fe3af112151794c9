//! One file for each command.

pub(crate) mod archive;
pub(crate) mod cadence;
pub(crate) mod case;
pub(crate) mod channel;
pub(crate) mod claim;
pub(crate) mod complaint;
pub(crate) mod completions;
pub(crate) mod contact;
pub(crate) mod contact_fields;
pub(crate) mod create;
pub(crate) mod customer_fields;
pub(crate) mod delete;
pub(crate) mod deliveries;
pub(crate) mod dormancy;
pub(crate) mod endpoints;
pub(crate) mod erase;
pub(crate) mod feedback;
pub(crate) mod field;
pub(crate) mod get;
pub(crate) mod handling;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod overview;
pub(crate) mod part;
pub(crate) mod period;
pub(crate) mod pipeline;
pub(crate) mod pool;
pub(crate) mod purge;
pub(crate) mod regions;
pub(crate) mod release;
pub(crate) mod reminders;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod scores;
pub(crate) mod search;
pub(crate) mod segments;
pub(crate) mod simulate;
pub(crate) mod staff;
pub(crate) mod stage;
pub(crate) mod tag;
pub(crate) mod target;
pub(crate) mod tasks;
pub(crate) mod team;
pub(crate) mod tenant;
pub(crate) mod term;
pub(crate) mod timeline;
pub(crate) mod token;
pub(crate) mod transfer;
pub(crate) mod unarchive;
pub(crate) mod undelete;
pub(crate) mod undo;
pub(crate) mod update;
pub(crate) mod verify;

use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{Customer, GetCustomerRequest};
use jiff::Timestamp;
use prost_types::FieldMask;

use crate::failure::Failure;
use crate::session::Session;

/// Reads a customer as it is now, for its etag and what a change keeps.
async fn read(session: &Session, customer: &str) -> Result<Customer, Failure> {
    let request = GetCustomerRequest { key: Some(Key::Customer(customer.to_owned())), as_of: None };
    Ok(session.customers().get_customer(request).await?.into_inner())
}

/// A time as the contract has it.
fn timestamp(time: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() }
}

/// Sets a field that was given, and notes its name.
fn set<T>(name: &str, field: &mut T, given: Option<T>, paths: &mut Vec<String>) {
    if let Some(given) = given {
        *field = given;
        paths.push(name.to_owned());
    }
}

/// Two texts with = between them.
fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.split_once('=').ok_or("write both sides of =, such as en=Size or s=Small")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// The mask of an update that changes something.
fn mask(paths: Vec<String>) -> Result<FieldMask, Failure> {
    if paths.is_empty() {
        return Err(Failure::usage(
            "nothing to change: give the fields as flags",
            "没有要修改的内容：请用参数给出字段",
        ));
    }
    Ok(FieldMask { paths })
}
