//! PurgeCustomer, by command and by time (C49).

use std::time::Duration;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, PurgeCustomerRequest, PurgeCustomerResponse};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{add_tags, delete, erase, remove_tags, request_id, shop_id, undelete, update, with_values};
use crate::harness::{House, company, create, get};
use crate::rpc::custom_field::{changed, field, given, personal, text, text_value};

const DAY: i64 = 86_400_000_000;

fn purge(customer: &wire::Customer) -> PurgeCustomerRequest {
    let (customer, etag) = (customer.customer_id.clone(), customer.etag.clone());
    PurgeCustomerRequest { customer, etag, ..Default::default() }
}

/// A customer with something in every part of it, deleted.
async fn deleted(house: &House, name: &str, shop: &str) -> wire::Customer {
    let sent = wire::Customer {
        level: "A".into(),
        external_ids: vec![shop_id(shop)],
        remarks: "金丝雀".into(),
        ..super::tagged(company(name, "13912345678"), &["high_value"])
    };
    let created = house.given(sent).await;
    house.customers().await.delete_customer(delete(&created)).await.unwrap().into_inner()
}

/// Whether nobody finds the customer any more.
async fn is_gone(house: &House, customer: &wire::Customer) -> bool {
    let mut customers = house.customers().await;
    match customers.get_customer(get(&customer.customer_id)).await {
        Ok(_) => false,
        Err(refused) => {
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
            true
        }
    }
}

async fn keep_deleted_for(house: &House, days: i32) {
    let mut tenants = house.tenants().await;
    let tenant = tenants.get_tenant(wire::GetTenantRequest {}).await.unwrap().into_inner();
    let update = wire::UpdateTenantRequest {
        tenant: Some(wire::Tenant { deleted_retention_days: days, ..tenant }),
        update_mask: Some(FieldMask { paths: vec!["deleted_retention_days".into()] }),
        ..Default::default()
    };
    let updated = tenants.update_tenant(update).await.unwrap().into_inner();
    assert_eq!(updated.deleted_retention_days, days);
}

on_both_engines! {
    async fn c49_a_purged_customer_is_gone_for_everybody_and_holds_nothing_but_its_number(engine) {
        let house = House::new(engine).await;
        given(&house, wire::CustomField { filterable: true, ..field("plate", text()) }).await;
        given(&house, personal(field("habit", text()), contracts::options::v1::DataClass::Note)).await;
        let mut customers = house.customers().await;
        let deleted = deleted(&house, "红星公司", "4711").await;
        let of_it = customers.undelete_customer(undelete(&deleted)).await.unwrap().into_inner();
        let said = with_values(of_it, &[("plate", text_value("沪A12345"))]);
        let said = customers.update_customer(update(said, &["custom_fields"])).await.unwrap().into_inner();
        customers.add_tags(add_tags(&said, &["may_leave"])).await.unwrap();
        let untagged = house.read(&said.customer_id).await;
        let untagged = customers.remove_tags(remove_tags(&untagged, &["may_leave"])).await.unwrap().into_inner();
        let deleted = customers.delete_customer(delete(&untagged)).await.unwrap().into_inner();
        changed(&house, "plate", &["filterable"], |field| field.filterable = false).await;
        let request = PurgeCustomerRequest { request_id: request_id(1), ..purge(&deleted) };
        let only_asked = PurgeCustomerRequest { validate_only: true, ..purge(&deleted) };
        customers.purge_customer(only_asked).await.unwrap();
        assert!(!is_gone(&house, &deleted).await);
        let answered = customers.purge_customer(request.clone()).await.unwrap().into_inner();
        assert_eq!(answered, PurgeCustomerResponse { customer_id: deleted.customer_id.clone() });
        assert_eq!(customers.purge_customer(request).await.unwrap().into_inner(), answered, "asked for again");

        assert!(is_gone(&house, &deleted).await);
        for refused in [
            customers.get_customer(get(&deleted.customer_number)).await.unwrap_err(),
            customers.undelete_customer(undelete(&deleted)).await.unwrap_err(),
            customers.purge_customer(purge(&deleted)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
        for role in [Role::Administrator, Role::Sales] {
            let persons = wire::ListContactPersonsRequest { customer: deleted.customer_id.clone(), ..Default::default() };
            let mut client = house.persons_of(house.token("default", "li.na", role)).await;
            let refused = client.list_contact_persons(persons).await.unwrap_err();
            let nobody = wire::ListContactPersonsRequest { customer: request_id(99), ..Default::default() };
            assert_eq!(refused.code(), client.list_contact_persons(nobody).await.unwrap_err().code());
        }
        let listed = wire::ListCustomersRequest { show_deleted: true, show_archived: true, ..Default::default() };
        assert!(customers.list_customers(listed).await.unwrap().into_inner().customers.is_empty());
        let again = wire::Customer { external_ids: vec![shop_id("4711")], ..company("新公司", "13912345679") };
        house.given(again).await;
        let same = wire::Customer { customer_number: deleted.customer_number.clone(), ..company("新公司", "13912345670") };
        let refused = customers.create_customer(create(same)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::NumberTaken.as_str_name());
        let report = house.verify_journal_of("customer").await;
        assert!(report.faults.is_empty(), "{report:?}");
        let numbers = customers.verify_numbers(wire::VerifyNumbersRequest::default()).await.unwrap().into_inner();
        assert!(numbers.faults.is_empty(), "{numbers:?}");
        let text = house::storage::text(&house.addresses.records).await;
        assert!(!text.contains("金丝雀"), "it lies open");
        let (addresses, _) = house.close().await;
        let query = "SELECT facts FROM customer WHERE state = 'purged'";
        let tombstone = house::storage::query(&addresses.records, query, Vec::new()).await;
        let facts = tombstone[0].text(0).unwrap();
        assert!(!facts.contains("high_value") && !facts.contains("level"), "{facts}");
        for table in ["attribute_index", "customer_tag", "customer_collaborator"] {
            let query = format!("SELECT COUNT(*) FROM {table}");
            let rows = house::storage::query(&addresses.records, &query, Vec::new()).await;
            assert_eq!(rows[0].integer(0).unwrap(), 0, "{table}");
        }
    }

    async fn only_what_is_deleted_is_purged_and_only_by_administrators(engine) {
        let house = House::new(engine).await;
        let live = house.given(company("甲公司", "13912345678")).await;
        let mut customers = house.customers().await;
        let refused = customers.purge_customer(purge(&live)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotDeleted.as_str_name());
        let erased = customers.erase_customer(erase(&live)).await.unwrap().into_inner();
        let refused = customers.purge_customer(purge(&erased)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotDeleted.as_str_name());
        let deleted = deleted(&house, "乙公司", "1").await;
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut client = house.customers_of(house.token("default", "li.na", role)).await;
            let refused = client.purge_customer(purge(&deleted)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let stale = PurgeCustomerRequest { etag: live.etag, ..purge(&deleted) };
        let refused = customers.purge_customer(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let erased = customers.erase_customer(erase(&deleted)).await.unwrap().into_inner();
        customers.purge_customer(purge(&erased)).await.unwrap();
        assert!(is_gone(&house, &erased).await, "one that was deleted and then erased");
    }

    async fn what_is_deleted_for_longer_than_the_tenant_wants_goes_by_itself(engine) {
        let house = House::new(engine).await;
        let old = deleted(&house, "甲公司", "1").await;
        house.clock.advance(20 * DAY);
        let young = deleted(&house, "乙公司", "2").await;
        let back = deleted(&house, "丙公司", "3").await;
        let back = house.customers().await.undelete_customer(undelete(&back)).await.unwrap().into_inner();
        house.clock.advance(11 * DAY);
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        assert!(!is_gone(&house, &old).await, "the tenant did not say for how long");
        keep_deleted_for(&house, 30).await;
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        while !is_gone(&house, &old).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(!is_gone(&house, &young).await);
        assert_eq!(house.read(&back.customer_id).await, back);
        house.clock.advance(100 * DAY);
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        while !is_gone(&house, &young).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(house.read(&back.customer_id).await, back);
        let report = house.verify_journal_of("customer").await;
        assert!(report.faults.is_empty(), "{report:?}");
        let half = "SELECT COUNT(*) FROM customer WHERE state = 'purged' AND length(sealed) > 0";
        let (addresses, _) = house.close().await;
        assert_eq!(house::storage::number(&addresses.records, half).await, 0, "no key is left behind");
    }

    async fn one_that_cannot_be_purged_holds_up_no_other(engine) {
        testkit::allow_log("deleted customers could not be purged");
        let house = House::new(engine).await;
        let unreadable = deleted(&house, "甲公司", "1").await;
        house.clock.advance(1_000_000);
        let next = deleted(&house, "乙公司", "2").await;
        keep_deleted_for(&house, 30).await;
        house.clock.advance(31 * DAY);
        let (addresses, clock) = house.close().await;
        let newer = "UPDATE customer SET schema = 99 WHERE customer_id = $1 RETURNING schema";
        let id: uuid::Uuid = unreadable.customer_id.parse().unwrap();
        house::storage::query(&addresses.records, newer, vec![id.into()]).await;
        let house = House::open(addresses, clock).await;
        while !is_gone(&house, &next).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
