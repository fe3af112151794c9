//! ListCustomers.

mod custom_fields;
mod filters;
mod while_others_write;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, ListCustomersRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::{delete, move_to};
use crate::harness::{House, company, fields};

/// More pages than any list of these tests has.
const MOST_PAGES: usize = 500;

/// The ids of all customers that a request lists, page by page to the end.
async fn walk(house: &House, request: &ListCustomersRequest) -> Vec<String> {
    let mut customers = house.customers().await;
    let mut ids = Vec::new();
    let mut request = request.clone();
    for _ in 0..MOST_PAGES {
        let page = customers.list_customers(request.clone()).await.unwrap().into_inner();
        assert!(page.customers.len() <= request.page_size as usize);
        assert!(!page.customers.is_empty() || page.next_page_token.is_empty());
        ids.extend(page.customers.into_iter().map(|customer| customer.customer_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return ids;
        }
    }
    panic!("the list has no end");
}

on_both_engines! {
    async fn c47_both_orders_lead_to_the_end_in_pages_of_any_size(engine) {
        let house = House::new(engine).await;
        let mut created = Vec::new();
        for index in 0..10 {
            created.push(house.given(company(&format!("第{index}"), "13912345678")).await.customer_id);
            house.clock.advance(1_000);
        }
        // Each was changed in another order than it was created, two at the same moment.
        let mut updated = Vec::new();
        for (position, index) in [3, 9, 0, 7, 1, 8, 5, 2, 6, 4].into_iter().enumerate() {
            let customer = wire::Customer { customer_id: created[index].clone(), ..Default::default() };
            house.customers().await.change_stage(move_to(&customer, "intent", "")).await.unwrap();
            updated.push(customer.customer_id);
            house.clock.advance(if position == 4 { 0 } else { 1_000 });
        }
        updated[4..6].sort();
        let reversed = |ids: &[String]| ids.iter().rev().cloned().collect::<Vec<_>>();
        for (order_by, expected) in [
            ("", reversed(&created)),
            ("create_time desc", reversed(&created)),
            ("create_time", created.clone()),
            ("create_time asc", created),
            ("update_time", updated.clone()),
            (" update_time   desc ", reversed(&updated)),
        ] {
            for page_size in [1, 3, 9, 10, 11] {
                let request = ListCustomersRequest { order_by: order_by.into(), page_size, ..Default::default() };
                assert_eq!(walk(&house, &request).await, expected, "{order_by} by {page_size}");
            }
        }
        for order_by in ["name", "create_time down", "create_time, update_time", "desc"] {
            let request = ListCustomersRequest { order_by: order_by.into(), ..Default::default() };
            let refused = house.customers().await.list_customers(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["order_by"]);
        }
    }

    async fn a_page_has_fifty_by_default_and_at_most_a_thousand(engine) {
        let house = House::new(engine).await;
        let requests = (0..1_000).map(|_| crate::harness::create(company("甲", "13912345678"))).collect();
        let batch = wire::BatchCreateCustomersRequest { requests };
        house.customers().await.batch_create_customers(batch).await.unwrap();
        house.given(company("乙", "13912345678")).await;
        for (page_size, expected) in [(0, 50), (1_001, 1_000), (i32::MAX, 1_000)] {
            let request = ListCustomersRequest { page_size, ..Default::default() };
            let page = house.customers().await.list_customers(request).await.unwrap().into_inner();
            assert_eq!(page.customers.len(), expected);
            assert!(!page.next_page_token.is_empty());
        }
        let request = ListCustomersRequest { page_size: -1, ..Default::default() };
        let refused = house.customers().await.list_customers(request).await.unwrap_err();
        assert_eq!(fields(&refused), ["page_size"]);
    }

    async fn deleted_customers_are_listed_on_request_alone(engine) {
        let house = House::new(engine).await;
        let live = house.given(company("甲", "13912345678")).await;
        let gone = house.given(company("乙", "13912345679")).await;
        let gone = house.customers().await.delete_customer(delete(&gone)).await.unwrap().into_inner();
        let hidden = ListCustomersRequest { page_size: 9, order_by: "create_time".into(), ..Default::default() };
        let shown = ListCustomersRequest { show_deleted: true, ..hidden.clone() };
        assert_eq!(walk(&house, &hidden).await, std::slice::from_ref(&live.customer_id));
        let mut both = vec![live.customer_id, gone.customer_id.clone()];
        both.sort();
        let mut listed = walk(&house, &shown).await;
        listed.sort();
        assert_eq!(listed, both);
        // Who names a state asks for it.
        for base in [shown, hidden] {
            let deleted = ListCustomersRequest { filter: "state = deleted".into(), ..base };
            assert_eq!(walk(&house, &deleted).await, std::slice::from_ref(&gone.customer_id));
        }
    }

    async fn a_page_token_opens_for_nothing_but_the_query_and_the_caller_that_it_was_answered_to(engine) {
        let house = House::new(engine).await;
        for index in 0..4 {
            house.given(company(&format!("第{index}"), "13912345678")).await;
        }
        let first = ListCustomersRequest { page_size: 1, filter: "stage = potential".into(), ..Default::default() };
        let mut customers = house.customers().await;
        let token = customers.list_customers(first.clone()).await.unwrap().into_inner().next_page_token;
        let next = ListCustomersRequest { page_token: token.clone(), ..first };
        let bigger = ListCustomersRequest { page_size: 2, ..next.clone() };
        assert_eq!(customers.list_customers(bigger).await.unwrap().into_inner().customers.len(), 2);

        let refuse = |refused: Status| {
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
            assert_eq!(fields(&refused), ["page_token"]);
        };
        for other in [
            ListCustomersRequest { filter: "stage = \"potential\"".into(), ..next.clone() },
            ListCustomersRequest { filter: String::new(), ..next.clone() },
            ListCustomersRequest { order_by: "create_time".into(), ..next.clone() },
            ListCustomersRequest { show_deleted: true, ..next.clone() },
            ListCustomersRequest { page_token: "C20240520001".into(), ..next.clone() },
        ] {
            refuse(customers.list_customers(other).await.unwrap_err());
        }
        for (index, letter) in token.char_indices() {
            let mut altered = token.clone();
            altered.replace_range(index..=index, if letter == 'A' { "B" } else { "A" });
            let altered = ListCustomersRequest { page_token: altered, ..next.clone() };
            refuse(customers.list_customers(altered).await.unwrap_err());
        }
        for (tenant, subject) in [("default", "chen"), ("acme", "chen")] {
            let token = house.token(tenant, subject, access::Role::Administrator);
            refuse(house.customers_of(token).await.list_customers(next.clone()).await.unwrap_err());
        }
        let search = wire::SearchCustomersRequest { query: "第".into(), page_size: 1, page_token: token };
        refuse(customers.search_customers(search).await.unwrap_err());
        assert_eq!(customers.list_customers(next).await.unwrap().into_inner().customers.len(), 1);
    }
}
