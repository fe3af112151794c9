//! The layer in front of a service.

use std::convert::Infallible;
use std::sync::Arc;

use access::{AuthenticateLayer, Authenticator, Principal};
use http::{Request, Response};
use telemetry::CallerSlot;
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_types::StatusExt;
use tower::{Layer, ServiceExt, service_fn};

use crate::signer::{Signer, claims, clock, verifier};

/// Answers with the tenant of the principal that it finds.
async fn tenant(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let principal = request.extensions().get::<Principal>().expect("authenticated");
    Ok(Response::builder().header("tenant", &*principal.tenant).body(Body::empty()).unwrap())
}

async fn answer(authenticator: Authenticator, request: Request<Body>) -> Response<Body> {
    AuthenticateLayer::new(authenticator).layer(service_fn(tenant)).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn the_principal_is_handed_on_and_told_to_telemetry() {
    let signer = Signer::ed25519("a");
    let (tokens, _folder) = verifier(&[&signer], &clock()).await;
    let slot = CallerSlot::default();
    let request = Request::builder()
        .header("authorization", format!("bearer {}", signer.token(&claims())))
        .extension(slot.clone())
        .body(Body::empty())
        .unwrap();
    let response = answer(Authenticator::by_token(tokens), request).await;
    assert_eq!(response.headers()["tenant"], "acme-1");
    assert_eq!(slot.get(), Some(&telemetry::Caller { kind: "staff", tenant: Arc::from("acme-1") }));
}

#[tokio::test]
async fn a_refusal_says_that_and_nothing_of_why() {
    let (signer, stranger) = (Signer::ed25519("a"), Signer::ed25519("a"));
    let mut messages = Vec::new();
    for authorization in [None, Some("Basic a".to_owned()), Some(format!("Bearer {}", stranger.token(&claims())))] {
        let (tokens, _folder) = verifier(&[&signer], &clock()).await;
        let mut request = Request::builder().header("accept-language", "zh-CN");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = answer(Authenticator::by_token(tokens), request.body(Body::empty()).unwrap()).await;
        assert!(!response.headers().contains_key("tenant"));
        let status = Status::from_header_map(response.headers()).unwrap();
        assert_eq!(status.code(), Code::Unauthenticated);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!((info.reason.as_str(), info.domain.as_str()), ("UNAUTHENTICATED", "dossier"));
        assert!(info.metadata.is_empty());
        assert_eq!(details.localized_message().unwrap().locale, "zh-CN");
        messages.push(status.message().to_owned());
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
}
