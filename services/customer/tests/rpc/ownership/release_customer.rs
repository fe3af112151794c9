//! ReleaseCustomer.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, PoolPolicy};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{add, claim, given, release, told};
use crate::harness::{House, fields, get};
use crate::rpc::customer::{request_id, update};
use crate::rpc::pool_policy::set;

on_both_engines! {
    async fn r8_an_owner_gives_a_customer_to_the_pool_and_says_why(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let customer = given(&house, &li.staff_id, 1).await.remove(0);
        let customer = house.ownership().await.add_collaborator(add(&customer, &chen)).await.unwrap().into_inner();
        let mut of_chen = house.ownership_of(house.token("default", "chen", Role::Sales)).await;
        let refused = of_chen.release_customer(release(&customer)).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        let silent = wire::ReleaseCustomerRequest { reason: "  ".into(), ..release(&customer) };
        assert_eq!(fields(&of_li.release_customer(silent).await.unwrap_err()), ["reason"]);
        let tried = wire::ReleaseCustomerRequest { validate_only: true, ..release(&customer) };
        assert!(of_li.release_customer(tried).await.unwrap().into_inner().owner.is_empty());
        house.clock.advance(1_000_000);
        let asked = wire::ReleaseCustomerRequest { request_id: request_id(1), ..release(&customer) };
        let free = of_li.release_customer(asked.clone()).await.unwrap().into_inner();
        assert_eq!((free.owner.as_str(), free.team.as_str(), free.collaborators.len()), ("", "", 0));
        assert_eq!((&free.previous_owner, free.release_time), (&li.staff_id, free.update_time));
        let again = of_li.release_customer(asked).await.unwrap().into_inner();
        assert_eq!((again.revision, again.owner.as_str()), (free.revision, ""));
        let mut administrator = house.ownership().await;
        let refused = administrator.release_customer(release(&free)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::AlreadyInPool.as_str_name());
        let history = wire::ListCustomerRevisionsRequest { customer: free.customer_id.clone(), ..Default::default() };
        let history = house.customers().await.list_customer_revisions(history).await.unwrap().into_inner().revisions;
        assert_eq!((history[0].change(), history[0].note.as_str()), (wire::ChangeKind::Released, "长期无法联系"));
        assert_eq!(history[0].changed_paths, ["collaborators", "owner", "previous_owner", "release_time"]);
        let mut as_chen = house.customers_of(house.token("default", "chen", Role::Sales)).await;
        let seen = as_chen.get_customer(get(&free.customer_id)).await.unwrap().into_inner();
        assert!(!seen.masked_classes.is_empty());
        of_chen.claim_customer(claim(&seen)).await.unwrap();
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn r8_a_new_record_is_released_by_its_owner_alone(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        set(&house, PoolPolicy { protection_days: 30, ..Default::default() }).await.unwrap();
        let own = given(&house, &li.staff_id, 3).await;
        let unassigned = |customer: &wire::Customer| {
            update(wire::Customer { owner: String::new(), ..customer.clone() }, &["owner"])
        };
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        of_li.release_customer(release(&own[0])).await.unwrap();
        let (mut ownership, mut customers) = (house.ownership().await, house.customers().await);
        let mut of_rule = house.ownership_of(house.token("default", "reminder", Role::System)).await;
        for refused in [
            ownership.release_customer(release(&own[1])).await.unwrap_err(),
            of_rule.release_customer(release(&own[1])).await.unwrap_err(),
            customers.update_customer(unassigned(&own[1])).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Protected.as_str_name());
            assert_eq!(told(&refused, "until"), "2024-06-19T10:00:00+08:00");
        }
        house.clock.advance(30 * 24 * 3_600 * 1_000_000);
        of_rule.release_customer(release(&own[1])).await.unwrap();
        customers.update_customer(unassigned(&own[2])).await.unwrap();
    }
}
