//! UndeleteCustomer.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, UndeleteCustomerRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, request_id, shop_id, undelete, update};
use crate::harness::{House, company};

on_both_engines! {
    async fn c49_a_customer_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { external_ids: vec![shop_id("1")], ..company("甲公司", "13912345678") };
        let before = house.given(sent).await;
        customers.delete_customer(delete(&before)).await.unwrap();
        let back = customers.undelete_customer(undelete(&before)).await.unwrap().into_inner();
        let expected =
            wire::Customer { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..before.clone() };
        assert_eq!(back, expected);
        let key = Some(wire::get_customer_request::Key::ExternalId(shop_id("1")));
        let found = customers.get_customer(wire::GetCustomerRequest { key, as_of: None }).await.unwrap().into_inner();
        assert_eq!(found, back);
        let request = wire::SearchCustomersRequest { query: "甲公司".into(), ..Default::default() };
        assert_eq!(customers.search_customers(request).await.unwrap().into_inner().customers, [back]);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c52_it_stays_deleted_while_another_has_one_of_its_external_ids(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { external_ids: vec![shop_id("1"), shop_id("2")], ..company("甲", "13912345678") };
        let before = house.given(sent).await;
        let deleted = customers.delete_customer(delete(&before)).await.unwrap().into_inner();
        let other =
            house.given(wire::Customer { external_ids: vec![shop_id("2")], ..company("乙", "13912345679") }).await;
        let refused = customers.undelete_customer(undelete(&before)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
        assert_eq!(house.read(&before.customer_id).await, deleted);
        // What the refused call took on its way was given back.
        house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("丙", "13912345670") }).await;

        let sent = wire::Customer { external_ids: Vec::new(), ..other };
        customers.update_customer(update(sent, &["external_ids"])).await.unwrap();
        let refused = customers.undelete_customer(undelete(&before)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
    }

    async fn what_is_live_or_erased_cannot_be_brought_back(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let live = house.given(company("甲公司", "13912345678")).await;
        let refused = customers.undelete_customer(undelete(&live)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotDeleted.as_str_name());
        customers.erase_customer(erase(&live)).await.unwrap();
        let refused = customers.undelete_customer(undelete(&live)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
    }

    async fn an_etag_is_compared_when_it_is_sent(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let deleted = customers.delete_customer(delete(&before)).await.unwrap().into_inner();
        let stale = UndeleteCustomerRequest { etag: before.etag.clone(), ..undelete(&before) };
        let refused = customers.undelete_customer(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let seen = UndeleteCustomerRequest { etag: deleted.etag, ..undelete(&before) };
        let told = UndeleteCustomerRequest { validate_only: true, ..seen.clone() };
        let told = customers.undelete_customer(told).await.unwrap().into_inner();
        assert_eq!((told.state(), told.revision), (wire::CustomerState::Active, 3));
        assert_eq!(house.read(&before.customer_id).await.state(), wire::CustomerState::Deleted);
        customers.undelete_customer(seen).await.unwrap();
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        customers.delete_customer(delete(&before)).await.unwrap();
        let request = UndeleteCustomerRequest { request_id: request_id(1), ..undelete(&before) };
        let back = customers.undelete_customer(request.clone()).await.unwrap().into_inner();
        let deleted = customers.delete_customer(delete(&back)).await.unwrap().into_inner();
        assert_eq!(customers.undelete_customer(request).await.unwrap().into_inner(), back);
        assert_eq!(house.read(&before.customer_id).await, deleted);
    }
}
