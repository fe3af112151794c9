//! What is found, page by page to the end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, SearchCustomersRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::named;
use crate::harness::{House, company, create};
use crate::rpc::customer::{delete, update};

/// More pages than any search of these tests has.
const MOST_PAGES: usize = 500;

/// The ids of all that is found, page by page.
async fn walk(house: &House, query: &str, page_size: i32) -> Vec<String> {
    let mut customers = house.customers().await;
    let mut ids = Vec::new();
    let mut request = SearchCustomersRequest { query: query.into(), page_size, ..Default::default() };
    for _ in 0..MOST_PAGES {
        let page = customers.search_customers(request.clone()).await.unwrap().into_inner();
        assert!(page.customers.len() <= page_size as usize);
        ids.extend(page.customers.into_iter().map(|customer| customer.customer_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return ids;
        }
    }
    panic!("the search has no end");
}

on_both_engines! {
    async fn pages_of_any_size_lead_to_the_end_and_answer_everyone_once(engine) {
        let house = House::new(engine).await;
        let mut red = Vec::new();
        for index in 0..11 {
            house.clock.advance(1_000);
            let name = if index % 3 == 2 { "蓝天机械厂" } else { "红星机械厂" };
            let given = house.given(company(&format!("{name}{index}"), "13912345678")).await;
            if index % 3 != 2 {
                red.insert(0, given.customer_id);
            }
        }
        for page_size in [1, 2, 3, 7, 8, 9] {
            assert_eq!(walk(&house, "红星", page_size).await, red, "{page_size}");
        }
    }

    async fn a_number_that_is_also_the_end_of_phones_is_answered_first_and_once(engine) {
        let house = House::new(engine).await;
        house.given(company("甲", "13900001001")).await;
        let numbered = wire::Customer { customer_number: "1001".into(), ..company("乙", "13900011001") };
        let numbered = house.given(numbered).await;
        house.given(company("丙", "13900021001")).await;
        for page_size in [1, 2, 3, 4] {
            let found = walk(&house, "1001", page_size).await;
            assert_eq!(found[0], numbered.customer_id, "{page_size}");
            assert_eq!(found.len(), 3, "{page_size}");
            assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 3, "{page_size}");
        }
    }

    async fn nobody_who_is_there_all_the_time_is_lost_or_met_twice_while_others_write(engine) {
        let house = Arc::new(House::new(engine).await);
        let mut there = Vec::new();
        for index in 0..40 {
            house.clock.advance(1_000);
            there.push(house.given(company(&format!("红星{index}厂"), "13912345678")).await);
        }
        let end = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn(write(Arc::clone(&house), there.clone(), Arc::clone(&end)));
        let expected: BTreeSet<_> = there.iter().map(|customer| customer.customer_id.clone()).collect();
        for _ in 0..12 {
            let mut met: Vec<_> = walk(&house, "红星", 6).await;
            met.retain(|id| expected.contains(id));
            assert_eq!(met.len(), expected.len());
            assert_eq!(met.into_iter().collect::<BTreeSet<_>>(), expected);
        }
        end.store(true, Ordering::Release);
        assert!(writing.await.unwrap() > 0, "it was written meanwhile");
    }

    async fn a_page_token_is_bound_to_the_query(engine) {
        let house = House::new(engine).await;
        for _ in 0..3 {
            house.given(named("红星蓝天", "", &[(wire::ContactPointKind::Phone, "13912345678")])).await;
        }
        let mut customers = house.customers().await;
        let request = SearchCustomersRequest { query: "红星".into(), page_size: 1, ..Default::default() };
        let page_token = customers.search_customers(request.clone()).await.unwrap().into_inner().next_page_token;
        let other =
            SearchCustomersRequest { query: "蓝天".into(), page_token: page_token.clone(), ..request.clone() };
        let refused = customers.search_customers(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
        let next = SearchCustomersRequest { page_token, page_size: 2, ..request };
        assert_eq!(customers.search_customers(next).await.unwrap().into_inner().customers.len(), 2);
    }
}

/// Gives customers other phones, and creates and deletes others of their name, until `end`; answers how often.
async fn write(house: Arc<House>, mut there: Vec<wire::Customer>, end: Arc<AtomicBool>) -> usize {
    let mut customers = house.customers().await;
    let mut rounds = 0;
    while !end.load(Ordering::Acquire) {
        let index = rounds * 7 % there.len();
        house.clock.advance(1_000);
        let mut sent = there[index].clone();
        sent.contact_points[0].value = format!("139{rounds:08}");
        there[index] = customers.update_customer(update(sent, &["contact_points"])).await.unwrap().into_inner();
        let passing = customers.create_customer(create(company("红星过客", "13912345679"))).await.unwrap().into_inner();
        if rounds % 2 == 0 {
            customers.delete_customer(delete(&passing)).await.unwrap();
        }
        rounds += 1;
    }
    rounds
}
