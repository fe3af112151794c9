//! ContactPersonService.

mod batch_get;
mod create;
mod delete;
mod erase;
mod get;
mod list;
mod list_revisions;
mod rights;
mod search;
mod undelete;
mod update;

use contracts::customer::v1 as wire;
use prost_types::FieldMask;

use crate::harness::phone_number;

/// Somebody with a phone, at these companies.
pub(super) fn person(name: &str, phone: &str, companies: &[wire::CompanyLink]) -> wire::ContactPerson {
    wire::ContactPerson {
        name: name.into(),
        companies: companies.into(),
        contact_points: vec![phone_number(phone)],
        ..wire::ContactPerson::default()
    }
}

/// A link to a customer.
pub(super) fn at(customer: &wire::Customer) -> wire::CompanyLink {
    wire::CompanyLink { customer: customer.customer_id.clone(), ..wire::CompanyLink::default() }
}

/// The same link, as the primary contact person.
pub(super) fn first_at(customer: &wire::Customer) -> wire::CompanyLink {
    wire::CompanyLink { primary: true, ..at(customer) }
}

/// The request that creates a contact person.
pub(super) fn create(person: wire::ContactPerson) -> wire::CreateContactPersonRequest {
    wire::CreateContactPersonRequest { contact_person: Some(person), ..Default::default() }
}

/// The request that reads a contact person.
pub(super) fn get(person: &wire::ContactPerson) -> wire::GetContactPersonRequest {
    wire::GetContactPersonRequest { contact_person_id: person.contact_person_id.clone(), as_of: None }
}

/// The request that changes the fields that `paths` name, or without paths those that are populated, of a contact person as it was
/// read.
pub(super) fn update(person: wire::ContactPerson, paths: &[&str]) -> wire::UpdateContactPersonRequest {
    let paths: Vec<_> = paths.iter().map(|&path| path.to_owned()).collect();
    wire::UpdateContactPersonRequest {
        contact_person: Some(person),
        update_mask: (!paths.is_empty()).then_some(FieldMask { paths }),
        ..Default::default()
    }
}

/// The request that deletes a contact person as it was read.
pub(super) fn delete(person: &wire::ContactPerson) -> wire::DeleteContactPersonRequest {
    let (contact_person_id, etag) = (person.contact_person_id.clone(), person.etag.clone());
    wire::DeleteContactPersonRequest { contact_person_id, etag, ..Default::default() }
}

/// The request that brings a contact person back.
pub(super) fn undelete(person: &wire::ContactPerson) -> wire::UndeleteContactPersonRequest {
    let contact_person_id = person.contact_person_id.clone();
    wire::UndeleteContactPersonRequest { contact_person_id, ..Default::default() }
}

/// The request that erases a contact person as it was read.
pub(super) fn erase(person: &wire::ContactPerson) -> wire::EraseContactPersonRequest {
    let (contact_person_id, etag) = (person.contact_person_id.clone(), person.etag.clone());
    wire::EraseContactPersonRequest { contact_person_id, etag, ..Default::default() }
}

/// A day of the calendar.
pub(super) fn day(year: i32, month: i32, day: i32) -> Option<contracts::google::r#type::Date> {
    Some(contracts::google::r#type::Date { year, month, day })
}
