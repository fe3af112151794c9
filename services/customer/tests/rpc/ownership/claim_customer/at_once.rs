//! Many claims at once: no limit is passed.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::{ErrorReason, PoolPolicy};
use futures::future::join_all;
use futures::stream::{self, StreamExt};
use testkit::{Engine, assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::set;
use crate::harness::{House, Stub};
use crate::rpc::customer::request_id;
use crate::rpc::ownership::{claim, given, held};

const AT_ONCE: usize = 64;

/// Claims all customers at once, each by the callers in turn; answers whether each was granted.
async fn claim_all(
    callers: &[OwnershipServiceClient<Stub>],
    customers: &[wire::Customer],
    at_once: usize,
) -> Vec<Result<(), Status>> {
    let claims = customers.iter().enumerate().map(|(index, customer)| {
        let mut caller = callers[index % callers.len()].clone();
        async move { caller.claim_customer(claim(customer)).await.map(drop) }
    });
    stream::iter(claims).buffered(at_once).collect().await
}

fn granted(outcomes: &[Result<(), Status>], refusal: ErrorReason) -> usize {
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert_problem(refused, Code::FailedPrecondition, refusal.as_str_name());
    }
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

on_both_engines! {
    async fn r8_of_64_claims_at_once_as_many_pass_as_one_person_may_make_in_a_day(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        set(&house, PoolPolicy { daily_claim_limit: 10, ..Default::default() }).await.unwrap();
        let pool = given(&house, "", AT_ONCE).await;
        let callers = [house.ownership_of(house.token("default", "li", Role::Sales)).await];
        let outcomes = claim_all(&callers, &pool, AT_ONCE).await;
        assert_eq!(granted(&outcomes, ErrorReason::DailyClaimLimitReached), 10);
        assert_eq!(held(&house, &li.staff_id).await, 10);
    }

    async fn r8_of_64_claims_at_once_as_many_pass_as_one_person_may_hold(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        set(&house, PoolPolicy { holding_cap: 10, ..Default::default() }).await.unwrap();
        given(&house, &li.staff_id, 4).await;
        let pool = given(&house, "", AT_ONCE).await;
        let callers = [house.ownership_of(house.token("default", "li", Role::Sales)).await];
        let outcomes = claim_all(&callers, &pool, AT_ONCE).await;
        assert_eq!(granted(&outcomes, ErrorReason::HoldingCapReached), 6);
        assert_eq!(held(&house, &li.staff_id).await, 10);
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn r8_of_64_who_claim_one_customer_one_gets_it_and_the_others_have_claimed_nothing(engine) {
        let house = House::new(engine).await;
        set(&house, PoolPolicy { daily_claim_limit: 1, ..Default::default() }).await.unwrap();
        let pool = given(&house, "", 17).await;
        let mut callers = Vec::new();
        for number in 0..16 {
            house.employ(&format!("staff {number}")).await;
            callers.push(house.ownership_of(house.token("default", &format!("staff {number}"), Role::Sales)).await);
        }
        let outcomes = claim_all(&callers, &vec![pool[0].clone(); AT_ONCE], AT_ONCE).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let again = join_all(callers.iter().zip(&pool[1..]).map(|(caller, customer)| {
            let mut caller = caller.clone();
            async move { caller.claim_customer(claim(customer)).await.is_ok() }
        }));
        assert_eq!(again.await.into_iter().filter(|granted| *granted).count(), 15, "who lost has its claim of the day");
    }

    #[ignore = "takes minutes: cargo xtask soak"]
    async fn soak_r8_of_10_000_claims_at_once_none_passes_a_limit(engine) {
        soak(engine).await;
    }
}

async fn soak(engine: Engine) {
    const CLAIMS: usize = 10_000;
    const STAFF: usize = 40;
    const DAILY: i32 = 150;
    const CAP: i32 = 100;
    // So many calls wait for the few connections of the server, some in vain: they are sent again.
    testkit::allow_log("time to acquire exceeded slow threshold");
    testkit::allow_log("storage is unavailable");
    let house = House::new(engine).await;
    let policy = PoolPolicy { daily_claim_limit: DAILY, holding_cap: CAP, ..Default::default() };
    set(&house, policy).await.unwrap();
    let pool = given(&house, "", CLAIMS).await;
    let (mut callers, mut staff) = (Vec::new(), Vec::new());
    for number in 0..STAFF {
        staff.push(house.employ(&format!("staff {number}")).await.staff_id);
        callers.push(house.ownership_of(house.token("default", &format!("staff {number}"), Role::Sales)).await);
    }
    let ask = |index: usize| {
        let (mut caller, request_id) = (callers[index % STAFF].clone(), request_id(index as u128));
        let asked = wire::ClaimCustomerRequest { request_id, ..claim(&pool[index]) };
        async move { caller.claim_customer(asked).await.map(drop) }
    };
    let mut outcomes: Vec<_> = join_all((0..CLAIMS).map(ask)).await;
    let mut rounds = 1;
    // The server takes so many calls at once and no more.
    let turned_away = |outcome: &Result<(), Status>| {
        let code = outcome.as_ref().err().map(Status::code);
        matches!(code, Some(Code::ResourceExhausted | Code::Unavailable | Code::DeadlineExceeded))
    };
    while outcomes.iter().any(turned_away) {
        rounds += 1;
        let again: Vec<_> = (0..CLAIMS).filter(|index| turned_away(&outcomes[*index])).collect();
        let answers: Vec<_> = stream::iter(again.iter().copied().map(ask)).buffered(200).collect().await;
        for (index, answer) in again.into_iter().zip(answers) {
            outcomes[index] = answer;
        }
    }
    let granted = granted(&outcomes, ErrorReason::HoldingCapReached);
    for owner in &staff {
        assert_eq!(held(&house, owner).await, 100);
    }
    assert_eq!(granted, STAFF * 100);
    assert!(house.verify_journal_of("customer").await.faults.is_empty());
    println!("soak: {CLAIMS} claims at once in {rounds} rounds, {granted} granted, no cap broken");
}
