//! DeleteCustomer.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DeleteCustomerRequest, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, move_to, request_id, shop_id, undelete, update};
use crate::harness::{House, company, create, fields};

on_both_engines! {
    async fn c49_a_deleted_customer_can_be_read_and_is_neither_listed_nor_found(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        house.clock.advance(1_000_000);
        let deleted = customers.delete_customer(delete(&before)).await.unwrap().into_inner();
        let expected = wire::Customer {
            state: wire::CustomerState::Deleted.into(),
            delete_time: deleted.update_time,
            update_time: deleted.update_time,
            revision: 2,
            etag: deleted.etag.clone(),
            ..before.clone()
        };
        assert_eq!(deleted, expected);
        assert_eq!(deleted.delete_time.unwrap().seconds, before.create_time.unwrap().seconds + 1);
        for key in [&before.customer_id, &before.customer_number] {
            assert_eq!(house.read(key).await, deleted);
        }
        let listed = |show_deleted| wire::ListCustomersRequest { show_deleted, ..Default::default() };
        assert!(customers.list_customers(listed(false)).await.unwrap().into_inner().customers.is_empty());
        assert_eq!(customers.list_customers(listed(true)).await.unwrap().into_inner().customers, [deleted]);
        for query in ["甲公司", "13912345678", &before.customer_number] {
            let request = wire::SearchCustomersRequest { query: query.into(), ..Default::default() };
            let found = customers.search_customers(request).await.unwrap().into_inner();
            assert!(found.customers.is_empty(), "{query}");
        }
    }

    async fn a_deleted_customer_cannot_be_changed(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let deleted = customers.delete_customer(delete(&before)).await.unwrap().into_inner();
        let named = wire::Customer { registered_name: "乙公司".into(), ..deleted.clone() };
        let refusals = [
            customers.update_customer(update(named, &["registered_name"])).await.unwrap_err(),
            customers.change_stage(move_to(&deleted, "intent", "")).await.unwrap_err(),
            customers.delete_customer(delete(&deleted)).await.unwrap_err(),
        ];
        for refused in refusals {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Deleted.as_str_name());
        }
        assert_eq!(house.read(&before.customer_id).await, deleted);
    }

    async fn c52_its_external_ids_are_free_for_others_and_its_number_stays_taken(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer {
            customer_number: "KH-0042".into(),
            external_ids: vec![shop_id("1")],
            ..company("甲公司", "13912345678")
        };
        let before = house.given(sent.clone()).await;
        let deleted = customers.delete_customer(delete(&before)).await.unwrap().into_inner();
        assert_eq!(deleted.external_ids, before.external_ids, "it still says which it had");
        let key = Some(wire::get_customer_request::Key::ExternalId(shop_id("1")));
        let by_external_id = wire::GetCustomerRequest { key, as_of: None };
        let refused = customers.get_customer(by_external_id.clone()).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let refused = customers.create_customer(create(sent.clone())).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::NumberTaken.as_str_name());
        let other = house.given(wire::Customer { customer_number: String::new(), ..sent }).await;
        let found = customers.get_customer(by_external_id).await.unwrap().into_inner();
        assert_eq!(found.customer_id, other.customer_id);
    }

    async fn an_etag_is_required_and_compared(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let without = DeleteCustomerRequest { etag: String::new(), ..delete(&first) };
        let refused = customers.delete_customer(without).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["etag"]);
        customers.change_stage(move_to(&first, "intent", "")).await.unwrap();
        let refused = customers.delete_customer(delete(&first)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(house.read(&first.customer_id).await.state(), wire::CustomerState::Active);
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let request = DeleteCustomerRequest { request_id: request_id(1), ..delete(&first) };
        let deleted = customers.delete_customer(request.clone()).await.unwrap().into_inner();
        let restored = customers.undelete_customer(undelete(&first)).await.unwrap().into_inner();
        assert_eq!(customers.delete_customer(request).await.unwrap().into_inner(), deleted);
        assert_eq!(house.read(&first.customer_id).await, restored);
    }

    async fn validate_only_deletes_nothing(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let request = DeleteCustomerRequest { validate_only: true, ..delete(&first) };
        let told = house.customers().await.delete_customer(request).await.unwrap().into_inner();
        assert_eq!(told.state(), wire::CustomerState::Deleted);
        assert_eq!(house.read(&first.customer_id).await, first);
    }
}
