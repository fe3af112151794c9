//! CustomerService.

mod add_tags;
mod archive;
mod batch_create;
mod batch_get;
mod change_stage;
mod create;
mod custom_fields;
mod delete;
mod erase;
mod get;
mod list;
mod list_revisions;
mod many_clients;
mod purge;
mod remove_tags;
mod restore_revision;
mod rights;
mod search;
mod unarchive;
mod undelete;
mod update;
mod verify_numbers;

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use prost::Message;
use prost_types::FieldMask;
use tonic::{Code, Status};
use uuid::Uuid;

/// The request that changes the fields that `paths` name, or without paths those that are populated, of a customer as it was
/// read.
pub(super) fn update(customer: wire::Customer, paths: &[&str]) -> wire::UpdateCustomerRequest {
    let paths: Vec<_> = paths.iter().map(|&path| path.to_owned()).collect();
    wire::UpdateCustomerRequest {
        customer: Some(customer),
        update_mask: (!paths.is_empty()).then_some(FieldMask { paths }),
        ..Default::default()
    }
}

/// The request that deletes a customer as it was read.
pub(super) fn delete(customer: &wire::Customer) -> wire::DeleteCustomerRequest {
    let (customer, etag) = (customer.customer_id.clone(), customer.etag.clone());
    wire::DeleteCustomerRequest { customer, etag, ..Default::default() }
}

/// The request that brings a customer back.
pub(super) fn undelete(customer: &wire::Customer) -> wire::UndeleteCustomerRequest {
    wire::UndeleteCustomerRequest { customer: customer.customer_id.clone(), ..Default::default() }
}

/// The request that erases a customer as it was read.
pub(super) fn erase(customer: &wire::Customer) -> wire::EraseCustomerRequest {
    let (customer, etag) = (customer.customer_id.clone(), customer.etag.clone());
    wire::EraseCustomerRequest { customer, etag, ..Default::default() }
}

/// The request that moves a customer to another stage, for a reason (empty for none).
pub(super) fn move_to(customer: &wire::Customer, stage: &str, reason: &str) -> wire::ChangeStageRequest {
    let customer = customer.customer_id.clone();
    wire::ChangeStageRequest { customer, stage: stage.into(), reason: reason.into(), ..Default::default() }
}

/// An id in the shop's system.
pub(super) fn shop_id(id: &str) -> wire::ExternalId {
    wire::ExternalId { source: "shop".into(), id: id.into() }
}

/// A request id of its own for each number.
pub(super) fn request_id(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

/// The failure of an item as the call for it alone would answer it.
pub(super) fn as_status(outcome: &Outcome) -> Status {
    match outcome {
        Outcome::Customer(customer) => panic!("{customer:?}"),
        Outcome::Error(error) => status(error),
    }
}

/// A status that stands in an answer, as a refusal of the call would carry it.
pub(super) fn status(error: &contracts::google::rpc::Status) -> Status {
    Status::with_details(Code::from(error.code), error.message.clone(), error.encode_to_vec().into())
}

/// The request that gives a customer tags.
pub(super) fn add_tags(customer: &wire::Customer, tags: &[&str]) -> wire::AddTagsRequest {
    let tags = tags.iter().map(|&tag| tag.into()).collect();
    wire::AddTagsRequest { customer: customer.customer_id.clone(), tags, ..Default::default() }
}

/// The request that takes tags from a customer.
pub(super) fn remove_tags(customer: &wire::Customer, tags: &[&str]) -> wire::RemoveTagsRequest {
    let tags = tags.iter().map(|&tag| tag.into()).collect();
    wire::RemoveTagsRequest { customer: customer.customer_id.clone(), tags, ..Default::default() }
}

/// The customer with these tags and no others.
pub(super) fn tagged(customer: wire::Customer, tags: &[&str]) -> wire::Customer {
    let tags = tags.iter().map(|&code| wire::CustomerTag { code: code.into(), ..Default::default() }).collect();
    wire::Customer { tags, ..customer }
}

/// The codes of the tags that a customer carries.
pub(super) fn codes(customer: &wire::Customer) -> Vec<&str> {
    customer.tags.iter().map(|tag| tag.code.as_str()).collect()
}

/// The customer with these values of custom fields and no others.
pub(super) fn with_values(customer: wire::Customer, values: &[(&str, wire::CustomValue)]) -> wire::Customer {
    let custom_fields = values.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
    wire::Customer { custom_fields, ..customer }
}
