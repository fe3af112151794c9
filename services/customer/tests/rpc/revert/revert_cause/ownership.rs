//! Taking back what was done to owners and collaborators, by the rules that hold now.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, PoolPolicy, RevertAction};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{newest_cause, revert_as};
use crate::harness::{House, company, get};
use crate::rpc::customer::status;
use crate::rpc::ownership::add;
use crate::rpc::pool_policy::set;

fn owned(staff: &wire::Staff) -> wire::Customer {
    wire::Customer { owner: staff.staff_id.clone(), ..company("甲公司", "13912345678") }
}

on_both_engines! {
    async fn c41_a_collaborator_gives_nobody_back_whom_the_owner_took_off(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let customer = house.given(owned(&li)).await;
        let mut ownership = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        for staff in [&chen, &wang] {
            ownership.add_collaborator(add(&customer, staff)).await.unwrap();
        }
        let (of, staff_id) = (customer.customer_id.clone(), wang.staff_id.clone());
        let remove = wire::RemoveCollaboratorRequest { customer: of, staff_id, ..Default::default() };
        ownership.remove_collaborator(remove).await.unwrap();
        let cause = newest_cause(&house, &customer.customer_id).await;

        let by_chen = revert_as(&house, house.token("default", "chen", Role::Sales), &cause).await;
        let refused = status(by_chen[0].error.as_ref().unwrap());
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        assert_eq!(house.read(&customer.customer_id).await.collaborators, std::slice::from_ref(&chen.staff_id));
        let by_li = revert_as(&house, house.token("default", "li", Role::Sales), &cause).await;
        assert_eq!(by_li[0].action(), RevertAction::Reverted);
        assert_eq!(house.read(&customer.customer_id).await.collaborators, [chen.staff_id, wang.staff_id]);
    }

    async fn c41_a_claim_that_is_taken_back_is_a_release(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        set(&house, PoolPolicy { cooldown_days: 7, ..Default::default() }).await.unwrap();
        let customer = house.given(company("甲公司", "13912345678")).await;
        let bearer = || house.token("default", "li", Role::Sales);
        let mut ownership = house.ownership_of(bearer()).await;
        let claim = |seen: wire::Customer| wire::ClaimCustomerRequest {
            customer: seen.customer_id,
            etag: seen.etag,
            ..Default::default()
        };
        ownership.claim_customer(claim(customer.clone())).await.unwrap();
        let cause = newest_cause(&house, &customer.customer_id).await;
        ownership.add_collaborator(add(&customer, &chen)).await.unwrap();
        house.clock.advance(1_000_000);

        let reverted = revert_as(&house, bearer(), &cause).await;
        assert_eq!(reverted[0].action(), RevertAction::Reverted, "{reverted:?}");
        let free = house.read(&customer.customer_id).await;
        assert_eq!((free.owner.as_str(), &free.previous_owner, free.collaborators.len()), ("", &li.staff_id, 0));
        assert_eq!(free.release_time, free.update_time);
        let refused = ownership.claim_customer(claim(free)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::CoolingDown.as_str_name());
        let mut as_chen = house.customers_of(house.token("default", "chen", Role::Sales)).await;
        assert!(!as_chen.get_customer(get(&customer.customer_id)).await.unwrap().into_inner().masked_classes.is_empty());
    }
}
