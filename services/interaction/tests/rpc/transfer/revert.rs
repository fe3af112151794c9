//! RevertTransfer.

use std::collections::BTreeMap;

use access::Role;
use contracts::google::rpc;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};
use wire::revert_outcome::Record;
use wire::{ErrorReason, RevertAction};

use super::{complained, given, read, read_complaint, resolve, run, status, transfer, uuid};
use crate::harness::{Callers, House, fields};

/// What became of records, by id.
type Actions = BTreeMap<String, (RevertAction, Option<rpc::Status>)>;

async fn take_back(house: &House, request: wire::RevertTransferRequest) -> Result<(String, i64, Actions), Status> {
    let mut answers = house.transfers().await.revert_transfer(request).await?.into_inner();
    let wire::RevertTransferResponse { revert_id, record_count, .. } = answers.message().await?.unwrap();
    let mut actions = BTreeMap::new();
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            let told = (outcome.action(), outcome.error);
            let (Record::ComplaintId(id) | Record::ServiceCaseId(id)) = outcome.record.unwrap();
            assert_eq!(actions.insert(id, told), None);
        }
    }
    Ok((revert_id, record_count, actions))
}

fn of(cause: &str) -> wire::RevertTransferRequest {
    wire::RevertTransferRequest { transfer_id: cause.into(), ..Default::default() }
}

on_both_engines! {
    async fn i12_what_is_still_the_successors_goes_back_and_what_was_changed_since_is_told(engine) {
        let house = House::new(engine).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (sun, _) = house.person("sun", Role::Sales).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&li).await;
        let of_li = given(&house, &customer, &li, 203).await;
        let complaint = complained(&house, &customer, &li).await;
        let cause = run(&house, transfer(&li, &sun)).await.unwrap().cause;

        let assign = wire::AssignServiceCaseRequest {
            service_case_id: of_li[0].service_case_id.clone(),
            assignee: wang.staff_id.clone(),
            ..Default::default()
        };
        let assigned = house.service_cases().await.assign_service_case(assign).await.unwrap().into_inner();
        let settled = resolve(&house, &of_li[1]).await;
        let request = wire::ChangeServiceCaseStateRequest {
            service_case_id: of_li[2].service_case_id.clone(),
            handling_state: wire::HandlingState::InProgress.into(),
            ..Default::default()
        };
        house.service_cases().await.change_service_case_state(request).await.unwrap();

        let preview = wire::RevertTransferRequest { validate_only: true, ..of(&cause) };
        let (_, count, told) = take_back(&house, preview).await.unwrap();
        assert_eq!(count, 204);
        assert_eq!(read(&house, &of_li[3]).await.assignee, sun.staff_id, "nothing was changed");
        let (revert_id, count, done) = take_back(&house, of(&cause)).await.unwrap();
        assert_eq!((count, &done), (204, &told));
        let (kept, refused) = (&done[&assigned.service_case_id], &done[&settled.service_case_id]);
        assert_eq!((kept.0, refused.0), (RevertAction::Kept, RevertAction::Refused));
        assert_problem(&status(refused.1.as_ref().unwrap()), Code::FailedPrecondition, ErrorReason::HandlingSettled.as_str_name());
        assert_eq!(done.values().filter(|(action, _)| *action == RevertAction::Reverted).count(), 202);
        assert_eq!((read(&house, &assigned).await, read(&house, &settled).await), (assigned, settled));
        let back = read(&house, &of_li[2]).await;
        assert_eq!((&back.assignee, back.handling_state()), (&li.staff_id, wire::HandlingState::InProgress));
        assert_eq!(read_complaint(&house, &complaint).await.assignee, li.staff_id);

        // Taking it back is taken back in the same way.
        let (.., forth) = take_back(&house, of(&revert_id)).await.unwrap();
        assert!(forth.len() == 202 && forth.values().all(|(action, _)| *action == RevertAction::Reverted), "{forth:?}");
        assert_eq!(read(&house, &of_li[3]).await.assignee, sun.staff_id);
        assert!(house.verify_journal_of("interaction").await.faults.is_empty());
    }

    async fn i12_who_may_not_transfer_gives_nothing_back_and_what_is_no_transfer_is_not_found(engine) {
        let house = House::new(engine).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (sun, _) = house.person("sun", Role::Sales).await;
        let customer = house.customer_of(&li).await;
        let made = given(&house, &customer, &li, 1).await;
        let cause = run(&house, transfer(&li, &sun)).await.unwrap().cause;
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut of_role = house.transfers_of(&house.token("default", "li", role)).await;
            let refused = of_role.revert_transfer(of(&cause)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let mut elsewhere = house.transfers_of(&house.token("elsewhere", "li", Role::Administrator)).await;
        let refused = elsewhere.revert_transfer(of(&cause)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        // What was written by a call of its own is no transfer, and nothing is written under its cause.
        let request = wire::ListServiceCaseRevisionsRequest { service_case_id: made[0].service_case_id.clone(), ..Default::default() };
        let revisions = house.service_cases().await.list_service_case_revisions(request).await.unwrap().into_inner().revisions;
        let created = revisions.last().unwrap().cause.clone().unwrap().id;
        for nothing in [&uuid(9), &created] {
            let refused = take_back(&house, of(nothing)).await.unwrap_err();
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
        let wrong = wire::RevertTransferRequest { revert_id: created.clone(), ..of(&cause) };
        assert_eq!(fields(&take_back(&house, wrong).await.unwrap_err()), ["revert_id"]);
        let wrong = wire::TransferCasesRequest { transfer_id: created, ..transfer(&li, &sun) };
        assert_eq!(fields(&run(&house, wrong).await.err().unwrap()), ["transfer_id"]);
        assert_eq!(read(&house, &made[0]).await.assignee, sun.staff_id);
    }
}
