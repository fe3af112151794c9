//! UpdateCustomer.

mod fields;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, UpdateCustomerRequest};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, move_to, request_id, shop_id, update};
use crate::harness::{House, company, fields, get};

on_both_engines! {
    async fn an_absent_mask_changes_what_is_populated_and_leaves_the_rest(engine) {
        let house = House::new(engine).await;
        let before = house.given(wire::Customer { remarks: "老客户".into(), ..company("甲公司", "13912345678") }).await;
        house.clock.advance(1_000_000);
        let sent = wire::Customer {
            customer_id: before.customer_number.clone(),
            etag: before.etag.clone(),
            level: "a".into(),
            ..wire::Customer::default()
        };
        let after = house.customers().await.update_customer(update(sent, &[])).await.unwrap().into_inner();
        let expected = wire::Customer {
            level: "A".into(),
            revision: 2,
            etag: after.etag.clone(),
            update_time: after.update_time,
            ..before.clone()
        };
        assert_eq!(after, expected);
        assert!(
            after.etag != before.etag && after.update_time.unwrap().seconds == before.update_time.unwrap().seconds + 1
        );
        assert_eq!(house.read(&before.customer_id).await, after);
    }

    async fn a_mask_changes_the_fields_that_it_names_and_clears_those_that_are_not_populated(engine) {
        let house = House::new(engine).await;
        let before =
            wire::Customer { remarks: "老客户".into(), level: "A".into(), ..company("甲公司", "13912345678") };
        let before = house.given(before).await;
        let sent = wire::Customer {
            customer_id: before.customer_id.clone(),
            etag: before.etag.clone(),
            registered_name: "乙公司".into(),
            short_name: "不在掩码中".into(),
            ..wire::Customer::default()
        };
        let request = update(sent, &["registered_name", "remarks"]);
        let after = house.customers().await.update_customer(request).await.unwrap().into_inner();
        assert_eq!((after.registered_name.as_str(), after.remarks.as_str()), ("乙公司", ""));
        assert_eq!((after.short_name.as_str(), after.level.as_str()), ("", "A"));
        assert_eq!(after.contact_points, before.contact_points);
    }

    async fn a_star_replaces_everything_that_can_be_changed(engine) {
        let house = House::new(engine).await;
        let before = wire::Customer {
            remarks: "老客户".into(),
            external_ids: vec![shop_id("1")],
            short_name: "甲".into(),
            ..company("甲公司", "13912345678")
        };
        let before = house.given(before).await;
        let sent = wire::Customer {
            customer_id: before.customer_id.clone(),
            etag: before.etag.clone(),
            kind: wire::CustomerKind::Individual.into(),
            stage: before.stage.clone(),
            ..company("乙", "13912345679")
        };
        let sent = wire::Customer { kind: wire::CustomerKind::Individual.into(), ..sent };
        let after = house.customers().await.update_customer(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!(after.kind(), wire::CustomerKind::Individual);
        assert_eq!((after.registered_name.as_str(), after.short_name.as_str(), after.remarks.as_str()), ("乙", "", ""));
        assert_eq!(after.contact_points.len(), 1);
        assert_eq!(after.contact_points[0].value, "+8613912345679");
        assert!(after.external_ids.is_empty());
        let fixed = |customer: &wire::Customer| {
            (customer.customer_number.clone(), customer.stage.clone(), customer.stage_time, customer.create_time)
        };
        assert_eq!(fixed(&after), fixed(&before));
    }

    async fn paths_that_cannot_be_changed_are_refused_together_with_a_missing_etag(engine) {
        let house = House::new(engine).await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let sent = wire::Customer { etag: String::new(), ..before.clone() };
        let request = update(sent, &["remarks", "revision", "contact_points.value", "nickname"]);
        let refused = house.customers().await.update_customer(request).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let expected = ["update_mask.paths[1]", "update_mask.paths[2]", "update_mask.paths[3]", "customer.etag"];
        assert_eq!(fields(&refused), expected);
        assert_eq!(house.read(&before.customer_id).await, before);
    }

    async fn a_stale_etag_is_aborted_with_the_present_revision(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let named = |name: &str| wire::Customer { registered_name: name.into(), ..first.clone() };
        let mut customers = house.customers().await;
        let second = customers.update_customer(update(named("乙公司"), &[])).await.unwrap().into_inner();
        let refused = customers.update_customer(update(named("丙公司"), &[])).await.unwrap_err();
        let details = assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["revision"], "2");
        assert_eq!(house.read(&first.customer_id).await, second);
        let malformed = wire::Customer { etag: "7".into(), ..named("丙公司") };
        let refused = customers.update_customer(update(malformed, &[])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["customer.etag"]);
    }

    async fn of_many_updates_of_one_revision_at_once_one_is_made(engine) {
        let house = House::new(engine).await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let customers = house.customers().await;
        let updates = (0..32).map(|index| {
            let sent = wire::Customer { remarks: format!("第{index}"), ..before.clone() };
            let mut customers = customers.clone();
            async move { customers.update_customer(update(sent, &["remarks"])).await }
        });
        let (made, refused): (Vec<_>, Vec<_>) = join_all(updates).await.into_iter().partition(Result::is_ok);
        assert_eq!((made.len(), refused.len()), (1, 31));
        for refused in refused {
            assert_problem(&refused.unwrap_err(), Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        }
        let made = made.into_iter().next().unwrap().unwrap().into_inner();
        assert_eq!(house.read(&before.customer_id).await, made);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { registered_name: "乙公司".into(), ..first.clone() };
        let request = UpdateCustomerRequest { request_id: request_id(1), ..update(sent.clone(), &["registered_name"]) };
        let second = customers.update_customer(request.clone()).await.unwrap().into_inner();
        let third = wire::Customer { registered_name: "丙公司".into(), ..second.clone() };
        let third = customers.update_customer(update(third, &["registered_name"])).await.unwrap().into_inner();
        assert_eq!(customers.update_customer(request.clone()).await.unwrap().into_inner(), second);
        customers.delete_customer(delete(&third)).await.unwrap();
        assert_eq!(customers.update_customer(request.clone()).await.unwrap().into_inner(), second);
        assert_eq!(house.read(&first.customer_id).await.revision, 4);
        let other =
            UpdateCustomerRequest { request_id: request_id(1), ..update(sent, &["registered_name", "remarks"]) };
        let refused = customers.update_customer(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn an_update_that_says_what_is_so_leaves_the_revision(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(wire::Customer { remarks: "老客户".into(), ..company("甲公司", "13912345678") }).await;
        let note = wire::ChangeStageRequest { note: "已签约".into(), ..move_to(&before, "customer", "") };
        let moved = customers.change_stage(note).await.unwrap().into_inner();
        house.clock.advance(60_000_000);
        for paths in [&["*"][..], &[], &["remarks", "contact_points"]] {
            let same = customers.update_customer(update(moved.clone(), paths)).await.unwrap().into_inner();
            assert_eq!(same, moved, "{paths:?}");
        }
        assert_eq!(house.read(&before.customer_id).await.revision, 2);
    }

    async fn c3_c5_number_and_stage_are_fixed(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let sent = wire::Customer { customer_number: "C20240520999".into(), stage: "lost".into(), ..before.clone() };
        for paths in [&["*"][..], &[], &["customer_number", "stage"]] {
            let refused = customers.update_customer(update(sent.clone(), paths)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["customer.customer_number", "customer.stage"], "{paths:?}");
        }
        assert_eq!(house.read(&before.customer_id).await, before);
    }

    async fn validate_only_tells_what_would_be_and_changes_nothing(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before =
            house.given(wire::Customer { external_ids: vec![shop_id("1")], ..company("甲", "13912345678") }).await;
        let other = house.given(company("乙", "13912345679")).await;
        let sent = wire::Customer { registered_name: "丙".into(), ..before.clone() };
        let request = UpdateCustomerRequest { validate_only: true, ..update(sent, &[]) };
        let told = customers.update_customer(request).await.unwrap().into_inner();
        assert_eq!((told.registered_name.as_str(), told.revision), ("丙", 2));
        assert_eq!(house.read(&before.customer_id).await, before);
        let sent = wire::Customer { external_ids: vec![shop_id("1")], ..other };
        let request = UpdateCustomerRequest { validate_only: true, ..update(sent, &[]) };
        let refused = customers.update_customer(request).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
    }

    async fn x6_an_answer_that_shows_a_record_and_writes_nothing_is_a_read(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲", "13912345678")).await;
        let sent = wire::Customer { registered_name: "丙".into(), ..before.clone() };
        let told = UpdateCustomerRequest { validate_only: true, ..update(sent.clone(), &[]) };
        customers.update_customer(told).await.unwrap();
        assert_eq!(house.reads_of(&before.customer_id).await.len(), 1);
        let once = UpdateCustomerRequest { request_id: request_id(1), ..update(sent, &[]) };
        customers.update_customer(once.clone()).await.unwrap();
        assert_eq!(house.reads_of(&before.customer_id).await.len(), 1, "the journal tells of it");
        customers.update_customer(once).await.unwrap();
        assert_eq!(house.reads_of(&before.customer_id).await.len(), 2);
    }

    async fn a_customer_that_is_not_there_is_not_found(engine) {
        let house = House::new(engine).await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let sent = wire::Customer { customer_id: request_id(5), ..before };
        let refused = house.customers().await.update_customer(update(sent, &["remarks"])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let refused = house.customers().await.get_customer(get("C20240520777")).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
