//! DeleteEndpoint.

use contracts::reminder::v1::{DeleteEndpointRequest, EndpointState, ErrorReason, ListEndpointsRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, webhook};

on_both_engines! {
    async fn r15_a_deleted_endpoint_is_listed_no_more_and_deleted_once(engine) {
        let house = House::new(engine).await;
        let created = house.endpoint(webhook("https://example.com/")).await;
        let mut endpoints = house.endpoints().await;
        let delete = DeleteEndpointRequest { endpoint_id: created.endpoint_id, ..Default::default() };
        let deleted = endpoints.delete_endpoint(delete.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), EndpointState::Deleted);
        let refused = endpoints.delete_endpoint(delete).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::EndpointDeleted.as_str_name());
        let listed = endpoints.list_endpoints(ListEndpointsRequest::default()).await.unwrap().into_inner();
        assert!(listed.endpoints.is_empty());
    }
}
