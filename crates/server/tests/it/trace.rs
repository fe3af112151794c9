//! The trace that a call belongs to.

use contracts::customer::v1::GetTenantRequest;
use telemetry::TraceContext;

use crate::house::{House, behave};

fn parse(header: &str) -> TraceContext {
    TraceContext::parse(header).unwrap()
}

#[tokio::test]
async fn a_call_joins_its_caller_s_trace_with_a_span_of_its_own() {
    const CALLER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let house = House::with(&[]).await;
    let mut request = behave("trace", GetTenantRequest::default());
    request.metadata_mut().insert(TraceContext::HEADER, CALLER.parse().unwrap());
    let answer = house.tenants().get_tenant(request).await.unwrap();

    let told = answer.metadata().get(TraceContext::HEADER).unwrap().to_str().unwrap().to_owned();
    assert_eq!(told, answer.into_inner().display_name, "the handler and the caller see the same");
    assert_eq!(parse(&told).trace_id().to_string(), parse(CALLER).trace_id().to_string());
    assert!(parse(&told) != parse(CALLER) && parse(&told).is_sampled());
}

#[tokio::test]
async fn a_call_without_a_trace_or_with_a_broken_one_begins_its_own() {
    let house = House::with(&[]).await;
    let mut broken = behave("trace", GetTenantRequest::default());
    broken.metadata_mut().insert(TraceContext::HEADER, "00-zz".parse().unwrap());
    let broken = house.tenants().get_tenant(broken).await.unwrap().into_inner().display_name;
    let none = house.ask("trace").await.unwrap();
    assert_ne!(parse(&broken).trace_id().to_string(), parse(&none).trace_id().to_string());
}
