//! ArchiveCustomer.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ArchiveCustomerRequest, ErrorReason, UnarchiveCustomerRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, move_to, request_id, shop_id, undelete, update};
use crate::harness::{House, company};

pub(super) fn archive(customer: &wire::Customer) -> ArchiveCustomerRequest {
    ArchiveCustomerRequest { customer: customer.customer_id.clone(), etag: customer.etag.clone(), ..Default::default() }
}

pub(super) fn unarchive(customer: &wire::Customer) -> UnarchiveCustomerRequest {
    UnarchiveCustomerRequest { customer: customer.customer_id.clone(), ..Default::default() }
}

on_both_engines! {
    async fn c49_the_archived_are_read_and_neither_listed_nor_found(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("甲公司", "13912345678") }).await;
        let request = ArchiveCustomerRequest { request_id: request_id(1), ..archive(&before) };
        let archived = customers.archive_customer(request.clone()).await.unwrap().into_inner();
        assert_eq!((archived.state(), archived.revision), (wire::CustomerState::Archived, 2));
        assert_eq!(customers.archive_customer(request).await.unwrap().into_inner(), archived);
        assert_eq!(house.read(&before.customer_id).await, archived);
        for (show_archived, show_deleted, expected) in [(false, true, 0), (true, false, 1)] {
            let request = wire::ListCustomersRequest { show_archived, show_deleted, ..Default::default() };
            assert_eq!(customers.list_customers(request).await.unwrap().into_inner().customers.len(), expected);
        }
        let filter = "state = archived".into();
        let named = customers.list_customers(wire::ListCustomersRequest { filter, ..Default::default() }).await;
        assert_eq!(named.unwrap().into_inner().customers, [archived]);
        let request = wire::SearchCustomersRequest { query: "甲公司".into(), ..Default::default() };
        assert!(customers.search_customers(request).await.unwrap().into_inner().customers.is_empty());
    }

    async fn c49_the_archived_hold_no_external_id_and_come_back_as_they_were(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("甲公司", "13912345678") }).await;
        customers.archive_customer(archive(&before)).await.unwrap();
        let other = house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("乙", "13912345679") }).await;
        let refused = customers.unarchive_customer(unarchive(&before)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
        customers.delete_customer(delete(&other)).await.unwrap();
        let back = customers.unarchive_customer(unarchive(&before)).await.unwrap().into_inner();
        let expected = wire::Customer { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..before };
        assert_eq!(back, expected);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c49_the_archived_cannot_be_changed_only_erased(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let refused = customers.unarchive_customer(unarchive(&before)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotArchived.as_str_name());
        let archived = customers.archive_customer(archive(&before)).await.unwrap().into_inner();
        let sent = wire::Customer { remarks: "新".into(), ..archived.clone() };
        for refused in [
            customers.update_customer(update(sent, &["remarks"])).await.unwrap_err(),
            customers.change_stage(move_to(&archived, "intent", "")).await.unwrap_err(),
            customers.delete_customer(delete(&archived)).await.unwrap_err(),
            customers.archive_customer(archive(&archived)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Archived.as_str_name());
        }
        let refused = customers.undelete_customer(undelete(&archived)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotDeleted.as_str_name());
        customers.erase_customer(erase(&archived)).await.unwrap();
        let refused = customers.unarchive_customer(unarchive(&before)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
    }
}
