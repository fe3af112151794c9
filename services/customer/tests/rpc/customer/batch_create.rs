//! BatchCreateCustomers.

use std::collections::BTreeSet;

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::{BatchCreateCustomersRequest, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{as_status, request_id, shop_id};
use crate::harness::{House, company, create, fields};

async fn outcomes(house: &House, requests: Vec<wire::CreateCustomerRequest>) -> Vec<Outcome> {
    let request = BatchCreateCustomersRequest { requests };
    let answer = house.customers().await.batch_create_customers(request).await.unwrap().into_inner();
    answer.results.into_iter().map(|result| result.outcome.unwrap()).collect()
}

fn created(outcome: &Outcome) -> wire::Customer {
    match outcome {
        Outcome::Customer(customer) => customer.clone(),
        Outcome::Error(error) => panic!("{error:?}"),
    }
}

on_both_engines! {
    async fn a_bad_item_fails_alone_as_a_call_of_its_own_would(engine) {
        let house = House::new(engine).await;
        let bad = [
            create(wire::Customer { level: "Z".into(), ..company("乙", "12") }),
            create(wire::Customer { registered_name: "长".repeat(201), ..company("丙", "13912345678") }),
            wire::CreateCustomerRequest::default(),
            wire::CreateCustomerRequest { request_id: "7".into(), ..create(company("丁", "13912345678")) },
        ];
        let good = |name: &str| create(company(name, "13912345678"));
        let requests: Vec<_> = [good("甲")].into_iter().chain(bad.clone()).chain([good("戊")]).collect();
        let outcomes = outcomes(&house, requests).await;
        assert_eq!(outcomes.len(), 6);
        for (index, name) in [(0, "甲"), (5, "戊")] {
            let customer = created(&outcomes[index]);
            assert_eq!(customer.registered_name, name);
            assert_eq!(house.read(&customer.customer_number).await, customer);
        }
        for (request, outcome) in bad.into_iter().zip(&outcomes[1..5]) {
            let failed = as_status(outcome);
            assert_problem(&failed, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            let alone = house.customers().await.create_customer(request).await.unwrap_err();
            assert_eq!((failed.message(), fields(&failed)), (alone.message(), fields(&alone)));
        }
    }

    async fn a_thousand_at_once_are_a_thousand_customers_with_a_number_each(engine) {
        let house = House::new(engine).await;
        let requests: Vec<_> = (0..1_000).map(|index| create(company(&format!("第{index}"), "13912345678"))).collect();
        let customers: Vec<_> = outcomes(&house, requests).await.iter().map(created).collect();
        for (index, customer) in customers.iter().enumerate() {
            assert_eq!(customer.registered_name, format!("第{index}"));
        }
        let numbers: BTreeSet<_> = customers.iter().map(|customer| &customer.customer_number).collect();
        assert_eq!(numbers.len(), 1_000);
        let account = house.customers().await.verify_numbers(wire::VerifyNumbersRequest::default()).await.unwrap();
        let account = account.into_inner();
        assert_eq!((account.held_count, account.faults.len()), (1_000, 0));
        let left: i64 = account.gaps.iter().map(|gap| gap.last_serial - gap.first_serial + 1).sum();
        assert_eq!(left, 23, "blocks of 1, 2, 4 … 512 are 1,023");
        assert_eq!(house.verify_journal_of("customer").await.entry_count, 1_000);
    }

    async fn items_of_one_request_id_are_one_customer_and_of_one_external_id_one_is_created(engine) {
        let house = House::new(engine).await;
        let same = wire::CreateCustomerRequest { request_id: request_id(1), ..create(company("甲", "13912345678")) };
        let shop = create(wire::Customer { external_ids: vec![shop_id("1")], ..company("乙", "13912345679") });
        let requests = vec![same.clone(), shop.clone(), same.clone(), shop, same.clone()];
        let first = outcomes(&house, requests).await;
        assert_eq!([&first[2], &first[4]], [&first[0], &first[0]]);
        let (made, taken): (Vec<_>, Vec<_>) =
            [&first[1], &first[3]].into_iter().partition(|outcome| matches!(outcome, Outcome::Customer(_)));
        assert_eq!((made.len(), taken.len()), (1, 1));
        assert_problem(&as_status(taken[0]), Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
        // Sent again, it answers the same.
        assert_eq!(outcomes(&house, vec![same.clone()]).await, first[..1]);
        let other = wire::CreateCustomerRequest { customer: Some(company("丙", "13912345678")), ..same };
        let reused = as_status(&outcomes(&house, vec![other]).await[0]);
        assert_problem(&reused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn none_and_more_than_a_thousand_are_refused(engine) {
        let house = House::new(engine).await;
        for count in [0, 1_001] {
            let request = BatchCreateCustomersRequest { requests: vec![create(company("甲", "13912345678")); count] };
            let refused = house.customers().await.batch_create_customers(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["requests"]);
        }
    }
}
