//! OwnershipService.

mod add_collaborator;
mod claim_customer;
mod release_customer;
mod remove_collaborator;
mod transfer;

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use tonic::Status;
use tonic_types::StatusExt;

use crate::harness::{House, company, create};

/// The request that lets a member of staff work on a customer.
pub(super) fn add(customer: &wire::Customer, staff: &wire::Staff) -> wire::AddCollaboratorRequest {
    let (customer, staff_id) = (customer.customer_id.clone(), staff.staff_id.clone());
    wire::AddCollaboratorRequest { customer, staff_id, ..Default::default() }
}

/// The request that takes a member of staff off a customer.
fn remove(customer: &wire::Customer, staff: &wire::Staff) -> wire::RemoveCollaboratorRequest {
    let (customer, staff_id) = (customer.customer_id.clone(), staff.staff_id.clone());
    wire::RemoveCollaboratorRequest { customer, staff_id, ..Default::default() }
}

/// The request that claims a customer as it was read.
fn claim(customer: &wire::Customer) -> wire::ClaimCustomerRequest {
    let (customer, etag) = (customer.customer_id.clone(), customer.etag.clone());
    wire::ClaimCustomerRequest { customer, etag, ..Default::default() }
}

/// The request that releases a customer as it was read.
fn release(customer: &wire::Customer) -> wire::ReleaseCustomerRequest {
    let (customer, etag) = (customer.customer_id.clone(), customer.etag.clone());
    wire::ReleaseCustomerRequest { customer, etag, reason: "长期无法联系".into(), ..Default::default() }
}

/// So many customers of an owner, or in the pool.
async fn given(house: &House, owner: &str, count: usize) -> Vec<wire::Customer> {
    let customer = || wire::Customer { owner: owner.into(), ..company("甲公司", "13912345678") };
    let mut customers = Vec::with_capacity(count);
    while customers.len() < count {
        let requests = (customers.len()..count).take(100).map(|_| create(customer())).collect();
        let batch = wire::BatchCreateCustomersRequest { requests };
        let results = house.customers().await.batch_create_customers(batch).await.unwrap().into_inner().results;
        customers.extend(results.into_iter().map(|result| match result.outcome.unwrap() {
            Outcome::Customer(customer) => customer,
            Outcome::Error(error) => panic!("{error:?}"),
        }));
    }
    customers
}

/// How many customers an owner has.
async fn held(house: &House, owner: &str) -> usize {
    let filter = format!("owner = \"{owner}\"");
    let mut list = wire::ListCustomersRequest { filter, page_size: 1_000, ..Default::default() };
    let mut count = 0;
    loop {
        let page = house.customers().await.list_customers(list.clone()).await.unwrap().into_inner();
        count += page.customers.len();
        list.page_token = page.next_page_token;
        if list.page_token.is_empty() {
            return count;
        }
    }
}

/// A value that a refusal mentions.
fn told(status: &Status, key: &str) -> String {
    status.get_details_error_info().unwrap().metadata[key].clone()
}

/// Says that a member of staff has left.
async fn leave(house: &House, staff: &wire::Staff) {
    let request =
        wire::UpdateStaffRequest { staff: Some(wire::Staff { inactive: true, ..staff.clone() }), ..Default::default() };
    house.staff().await.update_staff(request).await.unwrap();
}
