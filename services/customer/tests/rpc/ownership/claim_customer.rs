//! ClaimCustomer.

mod at_once;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, PoolPolicy};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{claim, given, release, told};
use crate::harness::{House, company, get};
use crate::rpc::customer::{delete, move_to, request_id};
use crate::rpc::pool_policy::set;

const DAY: i64 = 24 * 3_600 * 1_000_000;

fn person() -> wire::Customer {
    wire::Customer {
        kind: wire::CustomerKind::Individual.into(),
        remarks: "偏好电话沟通".into(),
        ..company("张三", "13912345678")
    }
}

on_both_engines! {
    async fn r8_a_claim_makes_the_customer_the_callers_and_shows_all_of_it(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        let customer = house.given(person()).await;
        let token = house.token("default", "li", Role::Sales);
        let (mut customers, mut ownership) = (house.customers_of(token.clone()).await, house.ownership_of(token).await);
        let in_pool = customers.get_customer(get(&customer.customer_id)).await.unwrap().into_inner();
        assert_ne!(in_pool.registered_name, "张三");
        let tried = wire::ClaimCustomerRequest { validate_only: true, ..claim(&in_pool) };
        let tried = ownership.claim_customer(tried).await.unwrap().into_inner();
        assert_eq!((&tried.owner, &tried.registered_name), (&li.staff_id, &in_pool.registered_name));
        assert_eq!(house.read(&customer.customer_id).await, customer, "nothing was changed");

        let asked = wire::ClaimCustomerRequest { request_id: request_id(1), ..claim(&in_pool) };
        let claimed = ownership.claim_customer(asked.clone()).await.unwrap().into_inner();
        assert_eq!((claimed.owner.as_str(), claimed.registered_name.as_str()), (li.staff_id.as_str(), "张三"));
        assert!(claimed.masked_classes.is_empty());
        assert_eq!(claimed, house.read(&customer.customer_id).await);
        assert_eq!(ownership.claim_customer(asked).await.unwrap().into_inner(), claimed, "asked again");
        let history = wire::ListCustomerRevisionsRequest { customer: customer.customer_id, ..Default::default() };
        let history = customers.list_customer_revisions(history).await.unwrap().into_inner().revisions;
        assert_eq!((history[0].change(), history.len()), (wire::ChangeKind::Claimed, 2));
        assert_eq!(history[0].changed_paths, ["owner"]);
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn r8_only_what_lies_in_the_pool_is_claimed_and_only_by_staff(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let (own, others) = (given(&house, &li.staff_id, 1).await.remove(0), given(&house, &chen.staff_id, 1).await.remove(0));
        let mut pool = given(&house, "", 2).await;
        let gone = house.customers().await.delete_customer(delete(&pool.remove(0))).await.unwrap().into_inner();
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        for hidden in [&own, &others] {
            let refused = of_li.claim_customer(claim(hidden)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let mut of_administrator = house.ownership_of(house.token("default", "li", Role::Administrator)).await;
        for (customer, reason) in [
            (&own, ErrorReason::AlreadyOwned),
            (&others, ErrorReason::NotInPool),
            (&gone, ErrorReason::Deleted),
        ] {
            let refused = of_administrator.claim_customer(claim(customer)).await.unwrap_err();
            assert_problem(&refused, Code::FailedPrecondition, reason.as_str_name());
        }
        let refused = house.ownership().await.claim_customer(claim(&pool[0])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotStaff.as_str_name());
        house.customers().await.change_stage(move_to(&pool[0], "intent", "")).await.unwrap();
        let refused = of_li.claim_customer(claim(&pool[0])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        for role in [Role::Service, Role::Finance] {
            let mut of_role = house.ownership_of(house.token("default", "li", role)).await;
            let refused = of_role.claim_customer(claim(&pool[0])).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }

    async fn r8_the_daily_limit_starts_anew_at_midnight_of_the_tenants_zone(engine) {
        let house = House::new(engine).await;
        house.employ("li").await;
        set(&house, PoolPolicy { daily_claim_limit: 2, ..Default::default() }).await.unwrap();
        let pool = given(&house, "", 4).await;
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        for customer in &pool[..2] {
            of_li.claim_customer(claim(customer)).await.unwrap();
        }
        // 23:59:59 in Shanghai.
        house.clock.advance(14 * 3_600_000_000 - 1_000_000);
        for validate_only in [true, false] {
            let asked = wire::ClaimCustomerRequest { validate_only, request_id: request_id(3), ..claim(&pool[2]) };
            let refused = of_li.claim_customer(asked).await.unwrap_err();
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::DailyClaimLimitReached.as_str_name());
            assert_eq!((told(&refused, "limit"), told(&refused, "anew")), ("2".into(), "2024-05-21T00:00:00+08:00".into()));
        }
        house.clock.advance(1_000_000);
        let asked = wire::ClaimCustomerRequest { request_id: request_id(3), ..claim(&pool[2]) };
        of_li.claim_customer(asked).await.unwrap();
    }

    async fn r8_customers_in_excluded_stages_do_not_count_towards_the_cap(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        let excluded_stages = vec!["customer".into()];
        set(&house, PoolPolicy { holding_cap: 3, excluded_stages, ..Default::default() }).await.unwrap();
        let own = given(&house, &li.staff_id, 2).await;
        let pool = given(&house, "", 4).await;
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        of_li.claim_customer(claim(&pool[0])).await.unwrap();
        let refused = of_li.claim_customer(claim(&pool[1])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::HoldingCapReached.as_str_name());
        assert_eq!((told(&refused, "cap"), told(&refused, "held")), ("3".into(), "3".into()));
        let mut customers = house.customers().await;
        // One that is won, and one that is excluded already, make or need no room.
        customers.change_stage(move_to(&own[0], "customer", "")).await.unwrap();
        let won = customers.change_stage(move_to(&pool[3], "customer", "")).await.unwrap().into_inner();
        of_li.claim_customer(claim(&pool[1])).await.unwrap();
        of_li.claim_customer(claim(&won)).await.unwrap();
        of_li.claim_customer(claim(&pool[2])).await.unwrap_err();
        customers.delete_customer(delete(&own[1])).await.unwrap();
        of_li.claim_customer(claim(&pool[2])).await.unwrap();
    }

    async fn r8_the_previous_owner_waits_until_it_has_cooled_down_and_others_do_not(engine) {
        let house = House::new(engine).await;
        let (li, _) = (house.employ("li").await, house.employ("chen").await);
        set(&house, PoolPolicy { cooldown_days: 7, ..Default::default() }).await.unwrap();
        let mut of_li = house.ownership_of(house.token("default", "li", Role::Sales)).await;
        let mut of_chen = house.ownership_of(house.token("default", "chen", Role::Sales)).await;
        let own = given(&house, &li.staff_id, 2).await;
        let mut free = Vec::new();
        for customer in &own {
            free.push(of_li.release_customer(release(customer)).await.unwrap().into_inner());
        }
        house.clock.advance(7 * DAY - 1);
        let refused = of_li.claim_customer(claim(&free[0])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::CoolingDown.as_str_name());
        assert_eq!(told(&refused, "until"), "2024-05-27T10:00:00+08:00");
        let taken = of_chen.claim_customer(claim(&free[1])).await.unwrap().into_inner();
        assert_eq!((taken.previous_owner.as_str(), taken.release_time), ("", None));
        house.clock.advance(1);
        of_li.claim_customer(claim(&free[0])).await.unwrap();
    }

    async fn r8_who_archives_what_is_held_holds_it_still(engine) {
        let house = House::new(engine).await;
        house.employ("li").await;
        set(&house, PoolPolicy { holding_cap: 1, ..Default::default() }).await.unwrap();
        let pool = given(&house, "", 2).await;
        let bearer = || house.token("default", "li", Role::Sales);
        let (mut customers, mut of_li) = (house.customers_of(bearer()).await, house.ownership_of(bearer()).await);
        let held = of_li.claim_customer(claim(&pool[0])).await.unwrap().into_inner();
        let archive = wire::ArchiveCustomerRequest { customer: held.customer_id, ..Default::default() };
        customers.archive_customer(archive).await.unwrap();
        let refused = of_li.claim_customer(claim(&pool[1])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::HoldingCapReached.as_str_name());
    }
}
