//! A list that is read page by page while others create, change and delete.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use contracts::customer::v1 as wire;
use contracts::customer::v1::ListCustomersRequest;
use testkit::on_both_engines;

use super::walk;
use crate::harness::{House, company, create};
use crate::rpc::customer::{delete, update};

const CUSTOMERS: usize = 60;
/// How often the list is walked from one end to the other.
const WALKS: usize = 4;

on_both_engines! {
    async fn c47_no_customer_is_lost_or_listed_twice(engine) {
        let house = Arc::new(House::new(engine).await);
        let mut there = Vec::new();
        for index in 0..CUSTOMERS {
            house.clock.advance(1_000);
            there.push(house.given(company(&format!("第{index}"), "13912345678")).await);
        }
        let (restless, quiet) = there.split_at(CUSTOMERS / 2);
        let end = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn(write(Arc::clone(&house), restless.to_vec(), Arc::clone(&end)));

        let ids = |customers: &[wire::Customer]| customers.iter().map(|c| c.customer_id.clone()).collect::<Vec<_>>();
        for order_by in ["create_time", "create_time desc", "update_time", "update_time desc"].repeat(WALKS) {
            let request = ListCustomersRequest { order_by: order_by.into(), page_size: 7, ..Default::default() };
            let listed = walk(&house, &request).await;
            let mut times: HashMap<&String, usize> = HashMap::new();
            listed.iter().for_each(|id| *times.entry(id).or_default() += 1);
            // Who changes moves in the order of changes; whoever stands still is met once in either.
            let (expected, nobody_twice) = match order_by.starts_with("create_time") {
                true => (ids(&there), times.values().all(|times| *times == 1)),
                false => (ids(quiet), true),
            };
            assert!(nobody_twice, "{order_by}");
            for id in &expected {
                assert_eq!(times.get(id), Some(&1), "{order_by}");
            }
            let mut met: Vec<_> = listed.into_iter().filter(|id| expected.contains(id)).collect();
            if order_by.ends_with("desc") {
                met.reverse();
            }
            assert_eq!(met, expected, "{order_by}");
        }
        end.store(true, Ordering::Release);
        assert!(writing.await.unwrap() > 0, "it was written meanwhile");
    }
}

/// Changes customers, and creates and deletes others, until `end`; answers how often.
async fn write(house: Arc<House>, mut restless: Vec<wire::Customer>, end: Arc<AtomicBool>) -> usize {
    let mut customers = house.customers().await;
    let mut rounds = 0;
    while !end.load(Ordering::Acquire) {
        let index = rounds % restless.len();
        house.clock.advance(1_000);
        let sent = wire::Customer { remarks: format!("第{rounds}次"), ..restless[index].clone() };
        restless[index] = customers.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();
        let passing = customers.create_customer(create(company("过客", "13912345679"))).await.unwrap().into_inner();
        if rounds % 2 == 0 {
            customers.delete_customer(delete(&passing)).await.unwrap();
        }
        rounds += 1;
    }
    rounds
}
