//! What health says, and when.

use clock::Clock;
use contracts::customer::v1::GetTenantRequest;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use server::{Server, Services};
use tokio_stream::StreamExt;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tower::layer::layer_fn;
use tower::service_fn;

use crate::house::{Connection, House, connection, settings};

const TENANTS: &str = "dossier.customer.v1.TenantService";

fn health(house: &House) -> HealthClient<Connection> {
    HealthClient::with_origin(house.connection(), house.uri())
}

fn of(service: &str) -> HealthCheckRequest {
    HealthCheckRequest { service: service.to_owned() }
}

#[tokio::test]
async fn a_service_serves_once_it_is_announced() {
    let house = House::with(&[]).await;
    for service in ["", TENANTS] {
        let before = health(&house).check(of(service)).await.unwrap().into_inner().status();
        assert_eq!(before, ServingStatus::NotServing, "{service:?}");
    }
    house.serving.announce().await;
    for service in ["", TENANTS] {
        let after = health(&house).check(of(service)).await.unwrap().into_inner().status();
        assert_eq!(after, ServingStatus::Serving, "{service:?}");
    }
}

#[tokio::test]
async fn a_service_that_is_not_here_is_not_found() {
    let house = House::with(&[]).await;
    house.serving.announce().await;
    let status = health(&house).check(of("dossier.customer.v1.CustomerService")).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

#[tokio::test]
async fn health_answers_callers_whom_authentication_refuses() {
    let refuse = layer_fn(|_| service_fn(async |_| Ok(Status::unauthenticated("no").into_http())));
    let server = Server::bind(settings(&[]), Clock::system()).await.unwrap();
    let serving = server.start(Services::new(contracts::DESCRIPTOR_SET), refuse).await.unwrap();
    let uri: http::Uri = format!("http://{}", serving.address()).parse().unwrap();

    let answered = HealthClient::with_origin(connection(), uri.clone()).check(of("")).await;
    assert!(answered.is_ok());
    let refused = TenantServiceClient::with_origin(connection(), uri).get_tenant(GetTenantRequest::default()).await;
    assert_eq!(refused.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test]
async fn who_watches_is_told_of_the_drain_and_does_not_hold_it_up() {
    let house = House::with(&[("server.drain", "1h")]).await;
    house.serving.announce().await;
    let watched = health(&house).watch(of(TENANTS)).await.unwrap().into_inner();
    let mut watched = watched.map(|answer| answer.unwrap().status());
    assert_eq!(watched.next().await, Some(ServingStatus::Serving));

    let (told, ()) = tokio::join!(watched.collect::<Vec<_>>(), house.serving.drain(std::future::pending()));
    assert_eq!(told, [ServingStatus::NotServing]);
}
