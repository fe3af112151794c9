//! RestoreCustomerRevision.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, RestoreCustomerRevisionRequest};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{erase, move_to, request_id, update};
use crate::harness::{House, company, fields, phone_number};

fn restore(customer: &wire::Customer, revision: i64, paths: &[&str]) -> RestoreCustomerRevisionRequest {
    let paths: Vec<_> = paths.iter().map(|&path| path.to_owned()).collect();
    RestoreCustomerRevisionRequest {
        customer: customer.customer_id.clone(),
        revision,
        field_mask: (!paths.is_empty()).then_some(FieldMask { paths }),
        etag: customer.etag.clone(),
        ..Default::default()
    }
}

on_both_engines! {
    async fn c48_a_customer_says_again_what_it_said_and_stays_in_its_stage(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { level: "A".into(), remarks: "旧".into(), ..company("甲公司", "13912345678") };
        let first = house.given(sent).await;
        let sent = wire::Customer {
            registered_name: "乙公司".into(),
            level: String::new(),
            remarks: "新".into(),
            contact_points: vec![phone_number("13912345679")],
            ..first.clone()
        };
        let paths = ["registered_name", "level", "remarks", "contact_points"];
        customers.update_customer(update(sent, &paths)).await.unwrap();
        let third = customers.change_stage(move_to(&first, "lost", "price")).await.unwrap().into_inner();
        let request = RestoreCustomerRevisionRequest { request_id: request_id(1), ..restore(&third, 1, &[]) };
        let back = customers.restore_customer_revision(request.clone()).await.unwrap().into_inner();
        let expected = wire::Customer {
            stage: "lost".into(),
            stage_reason: "price".into(),
            stage_time: third.stage_time,
            revision: 4,
            etag: back.etag.clone(),
            update_time: back.update_time,
            ..first
        };
        assert_eq!(back, expected);
        assert_eq!(customers.restore_customer_revision(request).await.unwrap().into_inner(), back);
    }

    async fn c48_a_mask_restores_the_fields_that_it_names(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(wire::Customer { level: "A".into(), ..company("甲公司", "13912345678") }).await;
        let sent = wire::Customer { registered_name: "乙公司".into(), level: "B".into(), ..first.clone() };
        let second = customers.update_customer(update(sent, &[])).await.unwrap().into_inner();
        let told = RestoreCustomerRevisionRequest { validate_only: true, ..restore(&second, 1, &["level"]) };
        assert_eq!(customers.restore_customer_revision(told).await.unwrap().into_inner().level, "A");
        let back = customers.restore_customer_revision(restore(&second, 1, &["level"])).await.unwrap().into_inner();
        assert_eq!((back.level.as_str(), back.registered_name.as_str(), back.revision), ("A", "乙公司", 3));
        let refused = customers.restore_customer_revision(restore(&back, 1, &["colour"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["field_mask.paths[0]"]);
    }

    async fn what_is_not_there_stale_or_erased_is_refused(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let refused = customers.restore_customer_revision(restore(&first, 7, &[])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let sent = wire::Customer { remarks: "新".into(), ..first.clone() };
        let second = customers.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();
        let refused = customers.restore_customer_revision(restore(&first, 1, &[])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let erased = customers.erase_customer(erase(&second)).await.unwrap().into_inner();
        let refused = customers.restore_customer_revision(restore(&erased, 1, &[])).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
    }
}
