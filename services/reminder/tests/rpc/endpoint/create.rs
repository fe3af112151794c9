//! CreateEndpoint.

use access::Role;
use contracts::reminder::v1::endpoint_service_client::EndpointServiceClient;
use contracts::reminder::v1::{CreateEndpointRequest, Endpoint, ErrorReason, Guarantee};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Callers, House, OpenHouse, fields, webhook};

fn create(endpoint: Endpoint) -> CreateEndpointRequest {
    CreateEndpointRequest { endpoint: Some(endpoint), ..Default::default() }
}

on_both_engines! {
    async fn r15_an_endpoint_is_answered_with_its_secret_once_and_again_to_the_same_request(engine) {
        let house = House::new(engine).await;
        let mut endpoints = house.endpoints().await;
        let request_id = Uuid::from_u128(7).to_string();
        let request = CreateEndpointRequest { request_id, ..create(webhook(" https://example.com/hook ")) };
        let created = endpoints.create_endpoint(request.clone()).await.unwrap().into_inner();
        assert!(created.secret.starts_with("whsec_") && created.secret.len() > 40, "{}", created.secret);
        assert_eq!((created.url.as_str(), created.guarantee()), ("https://example.com/hook", Guarantee::AtLeastOnce));
        assert_eq!(endpoints.create_endpoint(request).await.unwrap().into_inner(), created);
    }

    async fn r15_nothing_is_told_to_the_own_network_without_tls_or_to_no_address(engine) {
        let house = House::new(engine).await;
        let mut endpoints = house.endpoints().await;
        for (sent, field) in [
            (webhook("http://example.com/"), "endpoint.url"),
            (webhook("https://127.0.0.1/"), "endpoint.url"),
            (webhook("https://[::1]/"), "endpoint.url"),
            (webhook("https://user:secret@example.com/"), "endpoint.url"),
            (webhook(""), "endpoint.url"),
            (Endpoint { email: "li.na@example.com".into(), ..webhook("https://example.com/") }, "endpoint.url"),
            (Endpoint { email: "li.na".into(), ..webhook("") }, "endpoint.email"),
            (Endpoint { title: String::new(), ..webhook("https://example.com/") }, "endpoint.title"),
        ] {
            let refused = endpoints.create_endpoint(create(sent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&refused), [field]);
        }
    }

    async fn r15_without_a_mail_server_nobody_is_promised_mail(engine) {
        let house = House::new(engine).await;
        let sent = Endpoint { email: "li.na@example.com".into(), ..webhook("") };
        let refused = house.endpoints().await.create_endpoint(create(sent)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::MailNotSetUp.as_str_name());
    }

    async fn r15_only_an_administrator_says_who_is_told(engine) {
        let house = OpenHouse::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let mut hers = EndpointServiceClient::new(house.stub(li_na).await);
        let refused = hers.create_endpoint(create(webhook("https://example.com/"))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn r15_a_tenant_has_two_hundred_endpoints_at_most(engine) {
        let house = House::new(engine).await;
        let mut endpoints = house.endpoints().await;
        for _ in 0..200 {
            endpoints.create_endpoint(create(webhook("https://example.com/"))).await.unwrap();
        }
        let refused = endpoints.create_endpoint(create(webhook("https://example.com/"))).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TooManyEndpoints.as_str_name());
    }
}
