//! UpdateEndpoint.

use contracts::reminder::v1::{Endpoint, TaskKind, UpdateEndpointRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::OpenHouse;
use crate::harness::{Callers, House, fields, task, webhook};
use crate::outside::receiver::{Receiver, TAKEN, UNAVAILABLE};

on_both_engines! {
    async fn r15_what_is_named_is_changed_and_the_rest_stays(engine) {
        let house = House::new(engine).await;
        let created = house.endpoint(Endpoint { with_title: true, ..webhook("https://example.com/") }).await;
        let mut endpoints = house.endpoints().await;
        let sent = Endpoint {
            endpoint_id: created.endpoint_id.clone(),
            etag: created.etag.clone(),
            kinds: vec![TaskKind::ImportantDate.into(), TaskKind::ImportantDate.into()],
            ..Endpoint::default()
        };
        let request = UpdateEndpointRequest { endpoint: Some(sent.clone()), ..Default::default() };
        let updated = endpoints.update_endpoint(request.clone()).await.unwrap().into_inner();
        assert_eq!((updated.kinds.len(), updated.with_title, updated.revision), (1, true, 2));
        assert_eq!((updated.url.as_str(), updated.secret.as_str()), ("https://example.com/", ""));
        let refused = endpoints.update_endpoint(request).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
        let mail = Endpoint { etag: updated.etag, email: "li.na@example.com".into(), ..sent };
        let request = UpdateEndpointRequest { endpoint: Some(mail), ..Default::default() };
        let refused = endpoints.update_endpoint(request).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["endpoint.url"]);
    }

    async fn r15_what_waits_goes_where_the_endpoint_leads_now(engine) {
        let house = OpenHouse::new(engine).await;
        let (old, new) = (Receiver::answering(UNAVAILABLE).await, Receiver::answering(TAKEN).await);
        let created = house.endpoint(webhook(&old.url())).await;
        house.told(task("打电话")).await;
        house.delivery(&created.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        let moved = Endpoint { endpoint_id: created.endpoint_id, etag: created.etag, url: new.url(), ..Endpoint::default() };
        let request = UpdateEndpointRequest { endpoint: Some(moved), ..Default::default() };
        house.endpoints().await.update_endpoint(request).await.unwrap();
        house.clock.advance(60_000_000);
        assert_eq!(new.wait(1).await[0].id(), old.received()[0].id());
    }
}
