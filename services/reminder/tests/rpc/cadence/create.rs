//! CreateCadence.

use access::Role;
use contracts::reminder::v1::cadence_service_client::CadenceServiceClient;
use contracts::reminder::v1::{Cadence, ContactRuleState, CreateCadenceRequest, ErrorReason, Period};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Callers, House, cadence, days, fields};

fn create(cadence: Cadence) -> CreateCadenceRequest {
    CreateCadenceRequest { cadence: Some(cadence), ..Default::default() }
}

on_both_engines! {
    async fn r4_a_cadence_is_answered_and_again_to_the_same_request(engine) {
        let house = House::new(engine).await;
        let mut cadences = house.cadences().await;
        let request_id = Uuid::from_u128(7).to_string();
        let request = CreateCadenceRequest { request_id, ..create(cadence("intent", "A", days(14))) };
        let dry = CreateCadenceRequest { validate_only: true, request_id: String::new(), ..request.clone() };
        cadences.create_cadence(dry).await.unwrap();
        let created = cadences.create_cadence(request.clone()).await.unwrap().into_inner();
        assert_eq!((created.time.as_str(), created.state()), ("09:00:00", ContactRuleState::Active));
        assert_eq!((created.interval, created.revision), (Some(days(14)), 1));
        assert_eq!(cadences.create_cadence(request).await.unwrap().into_inner(), created);
    }

    async fn r4_a_stage_and_a_level_have_one_cadence(engine) {
        let house = House::new(engine).await;
        let mut cadences = house.cadences().await;
        let first = house.cadence(cadence("intent", "A", days(14))).await;
        house.cadence(cadence("intent", "", days(7))).await;
        let refused = cadences.create_cadence(create(cadence("intent", "A", days(7)))).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::CadenceTaken.as_str_name());
        assert!(refused.message().contains(&first.cadence_id), "{}", refused.message());
    }

    async fn r4_what_cannot_be_counted_is_refused_with_its_field(engine) {
        let house = House::new(engine).await;
        let mut cadences = house.cadences().await;
        let none = Period::default();
        for (sent, field) in [
            (Cadence { title: String::new(), ..cadence("", "", days(7)) }, "cadence.title"),
            (Cadence { interval: None, ..cadence("", "", days(7)) }, "cadence.interval"),
            (cadence("", "", Period { count: 0, ..days(7) }), "cadence.interval.count"),
            (cadence("", "", Period { count: 7, ..none }), "cadence.interval.unit"),
            (Cadence { time: "25:00".into(), ..cadence("", "", days(7)) }, "cadence.time"),
        ] {
            let refused = cadences.create_cadence(create(sent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&refused), [field]);
        }
    }

    async fn r4_only_an_administrator_says_how_often_customers_are_spoken_to(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let mut hers = CadenceServiceClient::new(house.stub(li_na).await);
        let refused = hers.create_cadence(create(cadence("", "", days(7)))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn r4_a_tenant_has_two_hundred_cadences_at_most(engine) {
        let house = House::new(engine).await;
        for number in 0..200 {
            house.cadence(cadence(&format!("s{number}"), "", days(7))).await;
        }
        let refused = house.cadences().await.create_cadence(create(cadence("", "", days(7)))).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TooManyCadences.as_str_name());
    }
}
