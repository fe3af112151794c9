//! RotateEndpointSecret.

use contracts::reminder::v1::{Endpoint, RotateEndpointSecretRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, OpenHouse, fields, webhook};

on_both_engines! {
    async fn r15_a_webhook_gets_another_secret_and_mail_has_none(engine) {
        let house = OpenHouse::new(engine).await;
        let created = house.endpoint(webhook("https://example.com/")).await;
        let mut endpoints = house.endpoints().await;
        let rotate = RotateEndpointSecretRequest { endpoint_id: created.endpoint_id, ..Default::default() };
        let rotated = endpoints.rotate_endpoint_secret(rotate).await.unwrap().into_inner();
        assert!(rotated.secret != created.secret && rotated.secret.starts_with("whsec_"));
        assert!(rotated.previous_secret_end_time.is_some());
        let mail = Endpoint { url: String::new(), email: "li.na@example.com".into(), ..webhook("") };
        let mail = house.endpoint(mail).await;
        let rotate = RotateEndpointSecretRequest { endpoint_id: mail.endpoint_id, ..Default::default() };
        let refused = endpoints.rotate_endpoint_secret(rotate).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["endpoint_id"]);
    }
}
