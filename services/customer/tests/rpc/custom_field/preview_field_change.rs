//! PreviewFieldChange (C30): which customers a change would find wanting.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::{
    CustomField, CustomFieldRequirement, ErrorReason, PreviewFieldChangeRequest, PreviewFieldChangeResponse,
};
use contracts::options::v1::DataClass;
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{field, given, personal, read, text, text_value};
use crate::harness::{House, company};
use crate::rpc::customer::{delete, with_values};

/// The last message of a preview, with the findings of all.
async fn preview(house: &House, request: PreviewFieldChangeRequest) -> PreviewFieldChangeResponse {
    let mut messages = house.fields().await.preview_field_change(request).await.unwrap().into_inner();
    let (mut last, mut findings) = (PreviewFieldChangeResponse::default(), Vec::new());
    while let Some(message) = messages.message().await.unwrap() {
        findings.extend(message.findings.clone());
        last = message;
    }
    assert!(last.done);
    PreviewFieldChangeResponse { findings, ..last }
}

on_both_engines! {
    async fn a_preview_names_the_customers_that_a_change_would_find_wanting_and_changes_nothing(engine) {
        let house = House::new(engine).await;
        given(&house, personal(field("plate", text()), DataClass::Identity)).await;
        let values = [Some("AB12"), Some("ab12"), None, Some("AB1234567"), None];
        let mut customers = Vec::new();
        for value in values {
            house.clock.advance(1_000);
            let value: Vec<_> = value.iter().map(|text| ("plate", text_value(text))).collect();
            customers.push(house.given(with_values(company("甲公司", "13912345678"), &value)).await);
        }
        house.customers().await.delete_customer(delete(&customers[4])).await.unwrap();
        let before = read(&house, "plate").await;
        let stricter = CustomField {
            value_type: Some(wire::CustomFieldType { kind: Some(Kind::Text(wire::TextType { max_length: 6, pattern: "[A-Z]{2}[0-9]+".into() })) }),
            required: Some(CustomFieldRequirement { always: true, ..Default::default() }),
            ..before.clone()
        };
        let mask = FieldMask { paths: vec!["value_type".into(), "required".into()] };
        let request = PreviewFieldChangeRequest { custom_field: Some(stricter), update_mask: Some(mask), sample_size: 0 };
        let found = preview(&house, request.clone()).await;
        assert_eq!((found.customer_count, found.checked_count, found.value_count), (4, 4, 3));
        assert_eq!((found.missing_count, found.invalid_count), (1, 2));
        let named: Vec<_> = found.findings.iter().map(|finding| finding.customer_number.clone()).collect();
        assert_eq!(named, [1, 2, 3].map(|index: usize| customers[index].customer_number.clone()));
        assert!(found.findings.iter().all(|finding| !finding.problem.contains("b12") && !finding.problem.contains("123456")));
        let found = preview(&house, PreviewFieldChangeRequest { sample_size: 1, ..request.clone() }).await;
        assert_eq!((found.findings.len(), found.invalid_count), (1, 2));
        assert_eq!(read(&house, "plate").await, before);
        let mut sales = house.fields_of(house.token("default", "li.na", Role::Sales)).await;
        let refused = sales.preview_field_change(request).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }

    async fn a_new_field_is_previewed_before_it_is_added(engine) {
        let house = House::new(engine).await;
        house.given(company("甲公司", "13912345678")).await;
        let individual = wire::Customer { kind: wire::CustomerKind::Individual.into(), ..company("张三", "13912345679") };
        let individual = house.given(individual).await;
        let required = CustomFieldRequirement { kinds: vec![wire::CustomerKind::Individual.into()], ..Default::default() };
        let new = CustomField { required: Some(required), ..field("size", text()) };
        let found = preview(&house, PreviewFieldChangeRequest { custom_field: Some(new), ..Default::default() }).await;
        assert_eq!((found.customer_count, found.missing_count, found.invalid_count), (2, 1, 0));
        assert_eq!(found.findings[0].customer_id, individual.customer_id);
    }
}
