//! A handler that panics.

use contracts::journal::v1::VerifyJournalRequest;
use tonic::Code;
use tonic_types::StatusExt;

use crate::house::{House, behave, reason};

#[tokio::test]
async fn a_panic_answers_internal_with_the_trace_to_look_for_and_the_server_lives_on() {
    let house = House::with(&[]).await;
    let status = house.ask("panic").await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Internal, "INTERNAL"));
    assert!(!status.message().contains("asked for"), "{}", status.message());

    let trace_id = &status.get_details_error_info().unwrap().metadata["trace_id"];
    let traceparent = status.metadata().get("traceparent").unwrap().to_str().unwrap();
    assert!(traceparent.contains(trace_id), "{traceparent} {trace_id}");
    assert!(house.ask("").await.is_ok());
}

#[tokio::test]
async fn a_stream_that_panics_ends_with_internal_after_what_it_had_sent() {
    let house = House::with(&[]).await;
    let request = behave("panic", VerifyJournalRequest::default());
    let mut answers = house.journals().verify_journal(request).await.unwrap().into_inner();
    assert!(answers.message().await.unwrap().is_some());
    let status = answers.message().await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Internal, "INTERNAL"));
    assert!(house.ask("").await.is_ok());
}
