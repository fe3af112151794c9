//! How long calls may take.

use contracts::customer::v1::{GetTenantRequest, ImportCustomersRequest};
use contracts::journal::v1::VerifyJournalRequest;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Request};
use tonic_types::StatusExt;

use crate::house::{House, behave, reason};

const SHORT: &[(&str, &str)] = &[("server.default_deadline", "20ms")];

fn within<T>(timeout: &'static str, mut request: Request<T>) -> Request<T> {
    request.metadata_mut().insert("grpc-timeout", timeout.parse().unwrap());
    request
}

#[tokio::test]
async fn a_call_that_outlasts_its_caller_s_deadline_answers_deadline_exceeded() {
    let house = House::with(&[]).await;
    let request = within("20m", behave("wait", GetTenantRequest::default()));
    let status = house.tenants().get_tenant(request).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
}

#[tokio::test]
async fn a_unary_call_without_a_deadline_has_the_default() {
    let house = House::with(SHORT).await;
    assert_eq!(house.ask("wait").await.unwrap_err().code(), Code::DeadlineExceeded);
}

#[tokio::test]
async fn no_caller_gets_more_than_the_maximum() {
    let house = House::with(&[("server.maximum_deadline", "5s")]).await;
    let request = within("1H", behave("remaining", GetTenantRequest::default()));
    let answer = house.tenants().get_tenant(request).await.unwrap().into_inner();
    let remaining: u64 = answer.display_name.parse().unwrap();
    assert!((1..=5_000).contains(&remaining), "{remaining}");
}

#[tokio::test]
async fn a_call_that_comes_too_late_does_not_begin() {
    let house = House::with(&[]).await;
    let request = within("0m", behave("", GetTenantRequest::default()));
    let status = house.tenants().get_tenant(request).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(house.probe.entered.available_permits(), 0);
}

#[tokio::test]
async fn a_stream_outlives_the_default_deadline() {
    let house = House::with(SHORT).await;
    let (messages, request) = mpsc::channel(2);
    messages.send(ImportCustomersRequest::default()).await.unwrap();
    let sender = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        messages.send(ImportCustomersRequest::default()).await.unwrap();
        drop(messages);
    };
    let mut imports = house.imports();
    let (answer, ()) = tokio::join!(imports.import_customers(ReceiverStream::new(request)), sender);
    let answer = answer.unwrap().into_inner().message().await.unwrap().unwrap();
    assert_eq!(answer.import_id, "2");
}

#[tokio::test]
async fn a_stream_ends_at_its_caller_s_deadline() {
    let house = House::with(&[]).await;
    let request = within("200m", behave("wait", VerifyJournalRequest::default()));
    let mut answers = house.journals().verify_journal(request).await.unwrap().into_inner();
    let status = loop {
        if let Err(status) = answers.message().await {
            break status;
        }
    };
    assert_eq!((status.code(), reason(&status).as_str()), (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
}

#[tokio::test]
async fn a_stream_without_a_deadline_finds_none() {
    let house = House::with(SHORT).await;
    let mut answers =
        house.journals().verify_journal(behave("wait", VerifyJournalRequest::default())).await.unwrap().into_inner();
    assert!(answers.message().await.unwrap().is_some());
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    house.probe.released.add_permits(1);
    assert!(answers.message().await.unwrap().unwrap().done);
}

#[tokio::test]
async fn a_deadline_that_cannot_be_read_is_refused_by_name() {
    let house = House::with(&[]).await;
    let request = within("5s", behave("", GetTenantRequest::default()));
    let status = house.tenants().get_tenant(request).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::InvalidArgument, "INVALID_FIELDS"));
    let violations = status.get_details_bad_request().unwrap().field_violations;
    assert_eq!(violations[0].field, "grpc-timeout");
}
