//! ChangeServiceCaseState.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::HandlingState::{Closed, InProgress, Open, Resolved, Waiting};

use crate::harness::{Callers, House, fields, service_case};

/// The request that moves one to a state.
fn to(made: &wire::ServiceCase, state: wire::HandlingState) -> wire::ChangeServiceCaseStateRequest {
    let service_case_id = made.service_case_id.clone();
    wire::ChangeServiceCaseStateRequest { service_case_id, handling_state: state.into(), ..Default::default() }
}

on_both_engines! {
    async fn i12_it_is_resolved_only_with_a_solution(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        client.change_service_case_state(to(&made, InProgress)).await.unwrap();
        for settled in [Resolved] {
            let status = client.change_service_case_state(to(&made, settled)).await.unwrap_err();
            assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&status), ["solution"]);
        }
        let resolve = wire::ChangeServiceCaseStateRequest { solution: "换新".into(), ..to(&made, Resolved) };
        let resolved = client.change_service_case_state(resolve).await.unwrap().into_inner();
        assert_eq!((resolved.handling_state(), resolved.solution.as_str()), (Resolved, "换新"));
        house.clock.advance(1_000_000);
        let closed = client.change_service_case_state(to(&made, Closed)).await.unwrap().into_inner();
        assert_eq!((closed.handling_state(), closed.solution.as_str()), (Closed, "换新"));
        let seconds = |time: Option<Timestamp>| time.unwrap().seconds;
        assert_eq!(seconds(closed.close_time), seconds(closed.resolve_time) + 1);
        let silent = wire::ServiceCase { solution: String::new(), ..closed.clone() };
        let update_mask = Some(prost_types::FieldMask { paths: vec!["solution".into()] });
        let request = wire::UpdateServiceCaseRequest { service_case: Some(silent), update_mask, ..Default::default() };
        client.update_service_case(request).await.expect("a closed case needs none");
        let reopened = client.change_service_case_state(to(&made, InProgress)).await.unwrap().into_inner();
        assert_eq!((reopened.resolve_time, reopened.close_time), (None, None));
    }

    async fn i12_only_the_states_that_may_follow_are_reached(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let reachable = [
            (Open, vec![InProgress, Resolved, Closed]),
            (InProgress, vec![Waiting, Resolved, Closed]),
            (Waiting, vec![InProgress, Resolved, Closed]),
            (Resolved, vec![InProgress, Closed]),
            (Closed, vec![InProgress]),
        ];
        // A way through all states, on which each is left in every direction without being left.
        for (state, next) in [Open, InProgress, Waiting, Resolved, Closed].into_iter().zip([InProgress, Waiting, Resolved, Closed, InProgress]) {
            let (_, allowed) = reachable.iter().find(|(from, _)| *from == state).unwrap();
            for wanted in [Open, InProgress, Waiting, Resolved, Closed] {
                let request = wire::ChangeServiceCaseStateRequest {
                    solution: "换新".into(),
                    validate_only: true,
                    ..to(&made, wanted)
                };
                match client.change_service_case_state(request).await {
                    Ok(_) => assert!(allowed.contains(&wanted), "{state:?} to {wanted:?}"),
                    Err(status) => {
                        assert!(!allowed.contains(&wanted), "{state:?} to {wanted:?}: {status:?}");
                        assert_problem(&status, Code::FailedPrecondition, "HANDLING_STATE_UNREACHABLE");
                    }
                }
            }
            let request = wire::ChangeServiceCaseStateRequest { solution: "换新".into(), ..to(&made, next) };
            client.change_service_case_state(request).await.unwrap();
        }
    }
}
