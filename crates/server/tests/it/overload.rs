//! More calls than the server takes.

use contracts::journal::v1::VerifyJournalRequest;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;

use crate::house::{House, behave, connection, reason};

const ONE_CALL: &[(&str, &str)] = &[("server.calls", "1")];

#[tokio::test]
async fn a_call_above_the_limit_is_refused_with_a_time_to_come_back() {
    let house = House::with(ONE_CALL).await;
    let second = async {
        house.probe.call_came_in().await;
        let refused = house.ask("").await.unwrap_err();
        house.probe.released.add_permits(1);
        refused
    };
    let (first, refused) = tokio::join!(house.ask("wait"), second);

    assert_eq!(first.unwrap(), "released");
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::ResourceExhausted, "OVERLOADED"));
    assert!(refused.get_details_retry_info().unwrap().retry_delay.is_some());
    assert_eq!(refused.get_details_error_info().unwrap().metadata["limit"], "1");
    assert!(house.ask("").await.is_ok(), "the place is free again");
}

#[tokio::test]
async fn the_limit_holds_over_all_connections_and_counts_streams_until_they_end() {
    let house = House::with(ONE_CALL).await;
    let request = behave("wait", VerifyJournalRequest::default());
    let mut answers = house.journals().verify_journal(request).await.unwrap().into_inner();
    assert!(answers.message().await.unwrap().is_some());

    let mut elsewhere =
        contracts::customer::v1::tenant_service_client::TenantServiceClient::with_origin(connection(), house.uri());
    let refused = elsewhere.get_tenant(behave("", Default::default())).await.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted);

    house.probe.released.add_permits(1);
    while answers.message().await.unwrap().is_some() {}
    assert!(elsewhere.get_tenant(behave("", Default::default())).await.is_ok());
}

#[tokio::test]
async fn health_answers_a_server_that_is_full() {
    let house = House::with(ONE_CALL).await;
    let probe = async {
        house.probe.call_came_in().await;
        let mut health = HealthClient::with_origin(house.connection(), house.uri());
        let answer = health.check(HealthCheckRequest::default()).await;
        house.probe.released.add_permits(1);
        answer
    };
    let (first, health) = tokio::join!(house.ask("wait"), probe);
    assert!(first.is_ok() && health.is_ok());
}
