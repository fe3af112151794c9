//! ChangeComplaintState.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::HandlingState::{Closed, InProgress, Open, Resolved, Waiting};

use crate::harness::{Callers, House, complaint, fields};

/// The request that moves one to a state.
fn to(made: &wire::Complaint, state: wire::HandlingState) -> wire::ChangeComplaintStateRequest {
    let complaint_id = made.complaint_id.clone();
    wire::ChangeComplaintStateRequest { complaint_id, handling_state: state.into(), ..Default::default() }
}

on_both_engines! {
    async fn i11_it_is_closed_only_with_a_resolution(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        client.change_complaint_state(to(&made, InProgress)).await.unwrap();
        for settled in [Resolved, Closed] {
            let status = client.change_complaint_state(to(&made, settled)).await.unwrap_err();
            assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&status), ["resolution"]);
        }
        let resolve = wire::ChangeComplaintStateRequest { resolution: "换新".into(), ..to(&made, Resolved) };
        let resolved = client.change_complaint_state(resolve).await.unwrap().into_inner();
        assert_eq!((resolved.handling_state(), resolved.resolution.as_str()), (Resolved, "换新"));
        house.clock.advance(1_000_000);
        let closed = client.change_complaint_state(to(&made, Closed)).await.unwrap().into_inner();
        assert_eq!((closed.handling_state(), closed.resolution.as_str()), (Closed, "换新"));
        let seconds = |time: Option<Timestamp>| time.unwrap().seconds;
        assert_eq!(seconds(closed.close_time), seconds(closed.resolve_time) + 1);
        let silent = wire::Complaint { resolution: String::new(), ..closed.clone() };
        let update_mask = Some(prost_types::FieldMask { paths: vec!["resolution".into()] });
        let request = wire::UpdateComplaintRequest { complaint: Some(silent), update_mask, ..Default::default() };
        let status = client.update_complaint(request).await.unwrap_err();
        assert_eq!(fields(&status), ["complaint.resolution"], "it cannot be taken away either");
        let reopened = client.change_complaint_state(to(&made, InProgress)).await.unwrap().into_inner();
        assert_eq!((reopened.resolve_time, reopened.close_time), (None, None));
    }

    async fn i11_only_the_states_that_may_follow_are_reached(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
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
                let request = wire::ChangeComplaintStateRequest {
                    resolution: "换新".into(),
                    validate_only: true,
                    ..to(&made, wanted)
                };
                match client.change_complaint_state(request).await {
                    Ok(_) => assert!(allowed.contains(&wanted), "{state:?} to {wanted:?}"),
                    Err(status) => {
                        assert!(!allowed.contains(&wanted), "{state:?} to {wanted:?}: {status:?}");
                        assert_problem(&status, Code::FailedPrecondition, "HANDLING_STATE_UNREACHABLE");
                    }
                }
            }
            let request = wire::ChangeComplaintStateRequest { resolution: "换新".into(), ..to(&made, next) };
            client.change_complaint_state(request).await.unwrap();
        }
    }
}
