//! GetCustomer.

mod any_history;

use contracts::customer::v1 as wire;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{ErrorReason, GetCustomerRequest};
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, shop_id, update};
use crate::harness::{House, company, fields, get};

fn as_of(customer: &str, time: Timestamp) -> GetCustomerRequest {
    GetCustomerRequest { as_of: Some(time), ..get(customer) }
}

/// So many microseconds later; none of the tests crosses a second.
fn later(time: Timestamp, micros: i32) -> Timestamp {
    Timestamp { nanos: time.nanos + micros * 1_000, ..time }
}

on_both_engines! {
    async fn c48_a_customer_is_not_found_as_of_a_time_before_it_was_created(engine) {
        let house = House::new(engine).await;
        house.clock.advance(500);
        let mut customers = house.customers().await;
        let created = house.given(company("甲公司", "13912345678")).await;
        let time = created.create_time.unwrap();
        let refused = customers.get_customer(as_of(&created.customer_id, later(time, -1))).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        for micros in [0, 1, 499] {
            let found = customers.get_customer(as_of(&created.customer_number, later(time, micros))).await.unwrap();
            assert_eq!(found.into_inner(), created);
        }
    }

    async fn c48_a_deleted_customer_is_read_as_of_when_it_was_live(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { external_ids: vec![shop_id("1")], ..company("甲公司", "13912345678") };
        let created = house.given(sent).await;
        house.clock.advance(10);
        let named = wire::Customer { registered_name: "乙公司".into(), ..created.clone() };
        let named = customers.update_customer(update(named, &["registered_name"])).await.unwrap().into_inner();
        house.clock.advance(10);
        let deleted = customers.delete_customer(delete(&named)).await.unwrap().into_inner();
        let start = created.create_time.unwrap();
        for (micros, expected) in [(0, &created), (9, &created), (10, &named), (19, &named), (20, &deleted)] {
            let found = customers.get_customer(as_of(&created.customer_id, later(start, micros))).await.unwrap();
            assert_eq!(&found.into_inner(), expected, "after {micros} microseconds");
        }
    }

    async fn a_key_that_is_none_or_a_time_that_is_none_is_a_violation(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let created = house.given(company("甲公司", "13912345678")).await;
        let no_system = wire::ExternalId { source: "Mein Laden".into(), id: "1".into() };
        for (request, field) in [
            (GetCustomerRequest::default(), "key"),
            (get(""), "customer"),
            (get("甲公司"), "customer"),
            (GetCustomerRequest { key: Some(Key::ExternalId(no_system)), as_of: None }, "external_id"),
            (as_of(&created.customer_id, Timestamp { seconds: i64::MAX, nanos: 0 }), "as_of"),
            (as_of(&created.customer_id, Timestamp { seconds: 0, nanos: -1 }), "as_of"),
        ] {
            let refused = customers.get_customer(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), [field]);
        }
    }

    async fn c52_an_external_id_that_nobody_has_is_not_found(engine) {
        let house = House::new(engine).await;
        house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("甲", "13912345678") }).await;
        for (source, id) in [("shop", "2"), ("erp", "1"), ("shop", "1 ")] {
            let key = Some(Key::ExternalId(wire::ExternalId { source: source.into(), id: id.into() }));
            let request = GetCustomerRequest { key, as_of: None };
            let refused = house.customers().await.get_customer(request).await.unwrap_err();
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
    }
}
