//! EraseCustomer.

mod at_rest;
mod restored;

use contracts::customer::v1 as wire;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{EraseCustomerRequest, ErrorReason, GetCustomerRequest};
use futures::future::{join, join_all};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, move_to, request_id, shop_id, undelete, update};
use crate::harness::{House, company, create, fields, get};

/// A customer with something in every personal field.
fn whole() -> wire::Customer {
    let address = wire::Address {
        kind: wire::AddressKind::Office.into(),
        region_code: "330106".into(),
        text: "文一西路969号".into(),
        postal_code: "310000".into(),
        ..Default::default()
    };
    let birthday = wire::ImportantDate {
        kind: wire::ImportantDateKind::Birthday.into(),
        label: "农历生日".into(),
        day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 1990, month: 8, leap: false, day: 15 })),
        ..Default::default()
    };
    wire::Customer {
        short_name: "红星".into(),
        level: "A".into(),
        industry: "manufacturing".into(),
        addresses: vec![address],
        external_ids: vec![shop_id("4711")],
        important_dates: vec![birthday],
        remarks: "偏好电话沟通".into(),
        ..company("红星机械厂", "13912345678")
    }
}

/// What is left of a customer when its personal fields are gone.
fn facts_of(customer: &wire::Customer) -> wire::Customer {
    let addresses = customer.addresses.iter().map(|address| wire::Address {
        text: String::new(),
        postal_code: String::new(),
        ..address.clone()
    });
    wire::Customer {
        registered_name: String::new(),
        short_name: String::new(),
        contact_points: Vec::new(),
        addresses: addresses.collect(),
        external_ids: Vec::new(),
        important_dates: Vec::new(),
        remarks: String::new(),
        state: wire::CustomerState::Erased.into(),
        ..customer.clone()
    }
}

fn by_external_id(id: &str) -> GetCustomerRequest {
    GetCustomerRequest { key: Some(Key::ExternalId(shop_id(id))), as_of: None }
}

on_both_engines! {
    async fn x13_the_erased_answer_the_facts_alone_now_and_as_of_any_time(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(whole()).await;
        house.clock.advance(1_000_000);
        let sent = wire::Customer { remarks: "另一说明".into(), level: "B".into(), ..first.clone() };
        let second = customers.update_customer(update(sent, &["remarks", "level"])).await.unwrap().into_inner();
        house.clock.advance(1_000_000);
        let erased = customers.erase_customer(erase(&second)).await.unwrap().into_inner();
        let expected = wire::Customer {
            revision: 3,
            etag: erased.etag.clone(),
            update_time: erased.update_time,
            ..facts_of(&second)
        };
        assert_eq!(erased, expected);
        for key in [&first.customer_id, &first.customer_number] {
            assert_eq!(house.read(key).await, erased);
        }
        for past in [&first, &second] {
            let as_of = GetCustomerRequest { as_of: past.update_time, ..get(&first.customer_id) };
            let found = customers.get_customer(as_of).await.unwrap().into_inner();
            assert_eq!(found, facts_of(past));
        }
        let listed = wire::ListCustomersRequest { show_deleted: true, ..Default::default() };
        assert_eq!(customers.list_customers(listed).await.unwrap().into_inner().customers, [erased]);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn the_erased_cannot_be_changed(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(whole()).await;
        let erased = customers.erase_customer(erase(&first)).await.unwrap().into_inner();
        let named = wire::Customer { etag: erased.etag.clone(), ..first.clone() };
        for refused in [
            customers.update_customer(update(named, &[])).await.unwrap_err(),
            customers.change_stage(move_to(&erased, "intent", "")).await.unwrap_err(),
            customers.delete_customer(delete(&erased)).await.unwrap_err(),
            customers.undelete_customer(undelete(&erased)).await.unwrap_err(),
            customers.erase_customer(erase(&erased)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
        }
        assert_eq!(house.read(&first.customer_id).await, erased);
    }

    async fn c52_its_external_ids_are_free_for_others_and_its_number_stays_taken(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(whole()).await;
        customers.erase_customer(erase(&first)).await.unwrap();
        let refused = customers.get_customer(by_external_id("4711")).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let numbered = wire::Customer { customer_number: first.customer_number, ..company("甲", "13912345678") };
        let refused = customers.create_customer(create(numbered)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::NumberTaken.as_str_name());
        house.given(whole()).await;
    }

    async fn c52_erasing_the_deleted_leaves_its_external_ids_to_whoever_took_them(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(whole()).await;
        let deleted = customers.delete_customer(delete(&first)).await.unwrap().into_inner();
        let second = house.given(whole()).await;
        customers.erase_customer(erase(&deleted)).await.unwrap();
        let found = customers.get_customer(by_external_id("4711")).await.unwrap().into_inner();
        assert_eq!(found.customer_id, second.customer_id);
        let refused = customers.create_customer(create(whole())).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let customers = house.customers().await;
        let first = house.given(whole()).await;
        let request = EraseCustomerRequest { request_id: request_id(1), ..erase(&first) };
        let answers = join_all((0..8).map(|_| {
            let (mut customers, request) = (customers.clone(), request.clone());
            async move { customers.erase_customer(request).await.unwrap().into_inner() }
        }))
        .await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let mut customers = customers;
        assert_eq!(customers.erase_customer(request).await.unwrap().into_inner(), answers[0]);
        assert_eq!(house.read(&first.customer_id).await.revision, 2);
    }

    async fn x13_the_create_asked_again_answers_the_erased_and_does_not_bring_it_back(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let request = wire::CreateCustomerRequest { request_id: request_id(1), ..create(whole()) };
        let first = customers.create_customer(request.clone()).await.unwrap().into_inner();
        customers.erase_customer(erase(&first)).await.unwrap();
        let again = customers.create_customer(request).await.unwrap().into_inner();
        assert_eq!((&again.customer_id, again.state()), (&first.customer_id, wire::CustomerState::Erased));
        let listed = wire::ListCustomersRequest { show_deleted: true, ..Default::default() };
        assert_eq!(customers.list_customers(listed).await.unwrap().into_inner().customers.len(), 1);
    }

    async fn an_etag_is_required_and_compared(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(whole()).await;
        let without = EraseCustomerRequest { etag: String::new(), ..erase(&first) };
        let refused = customers.erase_customer(without).await.unwrap_err();
        assert_eq!(fields(&refused), ["etag"]);
        let moved = customers.change_stage(move_to(&first, "intent", "")).await.unwrap().into_inner();
        let refused = customers.erase_customer(erase(&first)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(house.read(&first.customer_id).await, moved);
    }

    async fn x13_whoever_is_told_that_nothing_was_erased_finds_it_so_after_a_restart(engine) {
        let house = House::new(engine).await;
        let customers = house.customers().await;
        let mut given = Vec::new();
        for index in 0..24 {
            given.push(house.given(company(&format!("第{index}"), "13912345678")).await);
        }
        let races = given.iter().map(|customer| {
            let (mut erasing, mut updating) = (customers.clone(), customers.clone());
            let sent = wire::Customer { remarks: "同时".into(), ..customer.clone() };
            async move {
                let request = erase(customer);
                join(erasing.erase_customer(request), updating.update_customer(update(sent, &["remarks"]))).await.0
            }
        });
        let outcomes = join_all(races).await;
        let asked_only =
            EraseCustomerRequest { validate_only: true, ..erase(&house.given(company("戊", "13912345678")).await) };
        house.customers().await.erase_customer(asked_only.clone()).await.unwrap();
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        for (customer, outcome) in given.iter().zip(outcomes) {
            let now = house.read(&customer.customer_id).await;
            match outcome {
                Ok(_) => assert_eq!(now.state(), wire::CustomerState::Erased),
                Err(refused) => {
                    assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
                    assert_eq!((now.state(), now.remarks.as_str()), (wire::CustomerState::Active, "同时"));
                }
            }
        }
        assert_eq!(house.read(&asked_only.customer).await.registered_name, "戊");
    }
}
