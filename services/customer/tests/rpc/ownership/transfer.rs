//! TransferOwnership.

use std::collections::BTreeSet;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, RevertCauseRequest, TransferOwnershipRequest, TransferOwnershipResponse};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::{add, given, held, leave};
use crate::harness::{House, fields};
use crate::rpc::customer::{delete, erase, move_to, request_id};

fn transfer(from: &wire::Staff, to: &wire::Staff) -> TransferOwnershipRequest {
    let (from_staff_id, to_staff_id) = (from.staff_id.clone(), to.staff_id.clone());
    TransferOwnershipRequest { from_staff_id, to_staff_id, ..Default::default() }
}

/// Transfers; answers the cause, how many there were, and which were handed over.
async fn run(house: &House, request: TransferOwnershipRequest) -> Result<(String, i64, BTreeSet<String>), Status> {
    let mut answers = house.ownership().await.transfer_ownership(request).await?.into_inner();
    let TransferOwnershipResponse { transfer_id, customer_count, .. } = answers.message().await?.unwrap();
    let mut ids = BTreeSet::new();
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            assert_eq!(outcome.error, None);
            ids.insert(outcome.customer_id);
        }
    }
    Ok((transfer_id, customer_count, ids))
}

fn ids<'a>(customers: impl IntoIterator<Item = &'a wire::Customer>) -> BTreeSet<String> {
    customers.into_iter().map(|customer| customer.customer_id.clone()).collect()
}

async fn newest(house: &House, customer: &wire::Customer) -> wire::CustomerRevision {
    let history = wire::ListCustomerRevisionsRequest {
        customer: customer.customer_id.clone(),
        page_size: 1,
        ..Default::default()
    };
    house.customers().await.list_customer_revisions(history).await.unwrap().into_inner().revisions.remove(0)
}

on_both_engines! {
    async fn c13_all_customers_of_a_leaver_become_anothers_under_one_cause_that_can_be_reverted(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let team = wire::CreateTeamRequest { team: Some(wire::Team { display_name: "华东".into(), ..Default::default() }), ..Default::default() };
        let team = house.staff().await.create_team(team).await.unwrap().into_inner();
        let moved = wire::UpdateStaffRequest { staff: Some(wire::Staff { team_id: team.team_id.clone(), ..chen.clone() }), ..Default::default() };
        let chen = house.staff().await.update_staff(moved).await.unwrap().into_inner();
        // More than are worked on at a time.
        let of_li = given(&house, &li.staff_id, 230).await;
        let others = given(&house, &chen.staff_id, 2).await;
        let mut customers = house.customers().await;
        customers.delete_customer(delete(&of_li[3])).await.unwrap();
        customers.erase_customer(erase(&of_li[4])).await.unwrap();
        house.ownership().await.add_collaborator(add(&of_li[5], &chen)).await.unwrap();
        leave(&house, &li).await;

        let preview = TransferOwnershipRequest { validate_only: true, ..transfer(&li, &chen) };
        let expected: BTreeSet<_> = ids(of_li.iter().filter(|customer| **customer != of_li[4]));
        let (_, count, told) = run(&house, preview).await.unwrap();
        assert_eq!((count, &told), (229, &expected));
        assert_eq!(held(&house, &li.staff_id).await, 228, "nothing was changed");
        let (cause, count, told) = run(&house, transfer(&li, &chen)).await.unwrap();
        assert_eq!((count, &told), (229, &expected));
        assert_eq!((held(&house, &li.staff_id).await, held(&house, &chen.staff_id).await), (0, 230));
        let given = house.read(&of_li[5].customer_id).await;
        assert_eq!((&given.owner, &given.team, given.collaborators.len()), (&chen.staff_id, &team.team_id, 0));
        assert_eq!(house.read(&of_li[4].customer_id).await.owner, li.staff_id, "what was erased stays as it is");
        let newest = newest(&house, &of_li[0]).await;
        assert_eq!(newest.change(), wire::ChangeKind::Transferred);
        assert_eq!(newest.cause.unwrap(), wire::Cause { kind: "transfer".into(), id: cause.clone() });

        let revert = RevertCauseRequest { cause, validate_only: false };
        let mut answers = house.reverts().await.revert_cause(revert).await.unwrap().into_inner();
        while answers.message().await.unwrap().is_some() {}
        assert_eq!((held(&house, &li.staff_id).await, held(&house, &chen.staff_id).await), (228, 2));
        let back = house.read(&of_li[5].customer_id).await;
        assert_eq!((&back.owner, back.collaborators), (&li.staff_id, vec![chen.staff_id]));
        assert_eq!(house.read(&others[0].customer_id).await, others[0]);
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn c13_a_transfer_that_is_asked_again_goes_on_with_what_is_left_under_the_same_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let first = given(&house, &li.staff_id, 3).await;
        let asked = TransferOwnershipRequest { request_id: request_id(1), ..transfer(&li, &chen) };
        let (cause, _, told) = run(&house, asked.clone()).await.unwrap();
        assert_eq!(told, ids(&first));
        let second = given(&house, &li.staff_id, 2).await;
        assert_eq!(run(&house, asked.clone()).await.unwrap(), (cause.clone(), 2, ids(&second)));
        for customer in first.iter().chain(&second) {
            assert_eq!(newest(&house, customer).await.cause.unwrap().id, cause);
        }
        assert_eq!(run(&house, asked.clone()).await.unwrap(), (cause.clone(), 0, BTreeSet::new()));
        let third = given(&house, &li.staff_id, 1).await;
        let named = TransferOwnershipRequest { transfer_id: cause.clone(), ..transfer(&li, &chen) };
        assert_eq!(run(&house, named).await.unwrap(), (cause.clone(), 1, ids(&third)));
        let created = first[0].customer_id.clone();
        let history = wire::ListCustomerRevisionsRequest { customer: created, ..Default::default() };
        let revisions = house.customers().await.list_customer_revisions(history).await.unwrap().into_inner().revisions;
        let something_else = revisions.last().unwrap().cause.clone().unwrap().id;
        let wrong = TransferOwnershipRequest { transfer_id: something_else, ..transfer(&li, &chen) };
        assert_eq!(fields(&run(&house, wrong).await.unwrap_err()), ["transfer_id"]);
        let other = TransferOwnershipRequest { filter: "stage = intent".into(), ..asked };
        let refused = run(&house, other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
        given(&house, &li.staff_id, 1).await;
        assert_ne!(run(&house, transfer(&li, &chen)).await.unwrap().0, cause, "another request has another cause");
    }

    async fn c13_two_calls_with_one_request_id_make_one_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let of_li = given(&house, &li.staff_id, 40).await;
        let asked = TransferOwnershipRequest { request_id: request_id(1), ..transfer(&li, &chen) };
        let (one, other) = tokio::join!(run(&house, asked.clone()), run(&house, asked));
        let (one, other) = (one.unwrap().2, other.unwrap().2);
        assert_eq!(&one | &other, ids(&of_li));
        assert!(one.is_disjoint(&other), "each is handed over once");
        let mut causes = BTreeSet::new();
        for customer in &of_li {
            causes.insert(newest(&house, customer).await.cause.unwrap().id);
        }
        assert_eq!(causes.len(), 1);
    }

    async fn c13_a_filter_selects_and_what_cannot_be_is_refused(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let of_li = given(&house, &li.staff_id, 3).await;
        house.customers().await.change_stage(move_to(&of_li[1], "intent", "")).await.unwrap();
        leave(&house, &wang).await;
        let nobody = wire::Staff { staff_id: request_id(9), ..Default::default() };
        for (wrong, field) in [
            (transfer(&nobody, &chen), "from_staff_id"),
            (transfer(&li, &nobody), "to_staff_id"),
            (transfer(&li, &wang), "to_staff_id"),
            (transfer(&li, &li), "to_staff_id"),
            (TransferOwnershipRequest { filter: "stage = ".into(), ..transfer(&li, &chen) }, "filter"),
        ] {
            assert_eq!(fields(&run(&house, wrong).await.unwrap_err()), [field]);
        }
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut of_role = house.ownership_of(house.token("default", "li", role)).await;
            let refused = of_role.transfer_ownership(transfer(&li, &chen)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let asked = TransferOwnershipRequest { filter: "stage = intent".into(), ..transfer(&li, &chen) };
        assert_eq!(run(&house, asked).await.unwrap().2, ids([&of_li[1]]));
        assert_eq!(held(&house, &li.staff_id).await, 2);
    }
}
