//! TransferService.

mod revert;
mod transfer_cases;

use std::collections::{BTreeMap, BTreeSet};

use contracts::customer::v1::{Customer, Staff};
use contracts::google::rpc;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::transfer_outcome::Record;
use futures::future::join_all;
use prost::Message;
use tonic::{Code, Status};

use crate::harness::{Callers, House, complaint, service_case};

/// The request that hands over all that one handles.
fn transfer(from: &Staff, to: &Staff) -> wire::TransferCasesRequest {
    let (from_staff_id, to_staff_id) = (from.staff_id.clone(), to.staff_id.clone());
    wire::TransferCasesRequest { from_staff_id, to_staff_id, ..Default::default() }
}

/// What a transfer answered.
struct Told {
    cause: String,
    count: i64,
    given: BTreeSet<String>,
    refused: BTreeMap<String, rpc::Status>,
}

async fn run(house: &House, request: wire::TransferCasesRequest) -> Result<Told, Status> {
    let mut answers = house.transfers().await.transfer_cases(request).await?.into_inner();
    let wire::TransferCasesResponse { transfer_id, record_count, .. } = answers.message().await?.unwrap();
    let mut told = Told { cause: transfer_id, count: record_count, given: BTreeSet::new(), refused: BTreeMap::new() };
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            let (Record::ComplaintId(id) | Record::ServiceCaseId(id)) = outcome.record.unwrap();
            let is_new = match outcome.error {
                None => told.given.insert(id),
                Some(error) => told.refused.insert(id, error).is_none(),
            };
            assert!(is_new, "each is told of once");
        }
    }
    Ok(told)
}

/// What stood against a record, as if the call had been about it alone.
fn status(error: &rpc::Status) -> Status {
    Status::with_details(Code::from(error.code), error.message.clone(), error.encode_to_vec().into())
}

/// So many service cases of a customer that somebody handles.
async fn given(house: &House, customer: &Customer, assignee: &Staff, count: usize) -> Vec<wire::ServiceCase> {
    let client = house.service_cases().await;
    let made = (0..count).map(|_| {
        let sent = wire::ServiceCase { assignee: assignee.staff_id.clone(), ..service_case(&customer.customer_id) };
        let request = wire::CreateServiceCaseRequest { service_case: Some(sent), ..Default::default() };
        let mut client = client.clone();
        async move { client.create_service_case(request).await.unwrap().into_inner() }
    });
    join_all(made).await
}

/// A complaint of a customer that somebody handles.
async fn complained(house: &House, customer: &Customer, assignee: &Staff) -> wire::Complaint {
    let sent = wire::Complaint { assignee: assignee.staff_id.clone(), ..complaint(&customer.customer_id) };
    let request = wire::CreateComplaintRequest { complaint: Some(sent), ..Default::default() };
    house.complaints().await.create_complaint(request).await.unwrap().into_inner()
}

async fn resolve(house: &House, case: &wire::ServiceCase) -> wire::ServiceCase {
    let request = wire::ChangeServiceCaseStateRequest {
        service_case_id: case.service_case_id.clone(),
        handling_state: wire::HandlingState::Resolved.into(),
        solution: "换新".into(),
        ..Default::default()
    };
    house.service_cases().await.change_service_case_state(request).await.unwrap().into_inner()
}

async fn read(house: &House, case: &wire::ServiceCase) -> wire::ServiceCase {
    let request = wire::GetServiceCaseRequest { service_case_id: case.service_case_id.clone(), as_of: None };
    house.service_cases().await.get_service_case(request).await.unwrap().into_inner()
}

async fn read_complaint(house: &House, made: &wire::Complaint) -> wire::Complaint {
    let request = wire::GetComplaintRequest { complaint_id: made.complaint_id.clone(), as_of: None };
    house.complaints().await.get_complaint(request).await.unwrap().into_inner()
}

fn ids<'a>(cases: impl IntoIterator<Item = &'a wire::ServiceCase>) -> BTreeSet<String> {
    cases.into_iter().map(|case| case.service_case_id.clone()).collect()
}

/// A UUID for a request.
fn uuid(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}
