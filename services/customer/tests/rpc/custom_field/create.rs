//! CreateCustomField (C27 to C30).

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::{CreateCustomFieldRequest, CustomField, ErrorReason};
use contracts::options::v1::DataClass;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{
    amount, choice, choices, create, date, day, field, given, money, multi_choice, number, personal, read, text,
    text_value,
};
use crate::harness::{House, fields};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn a_field_of_every_kind_is_kept_with_its_rules(engine) {
        let house = House::new(engine).await;
        let reference = Kind::Reference(wire::ReferenceType { target: wire::ReferenceTarget::Staff.into() });
        let kinds = [
            ("plate", Kind::Text(wire::TextType { max_length: 20, pattern: "[A-Z]{2}[0-9]+".into() })),
            ("score", number(-1.5, 100.0)),
            ("budget", money()),
            ("installed", Kind::Date(wire::DateType { minimum: Some(day(2000, 1, 1)), maximum: None })),
            ("insured", Kind::Boolean(wire::BooleanType {})),
            ("size", choice(&["s", "m"])),
            ("colours", Kind::MultiChoice(wire::MultiChoiceType { choices: choices(&["red"]), max_items: 3 })),
            ("advisor", reference),
        ];
        for (place, (id, kind)) in (1..).zip(kinds) {
            let sent = field(id, kind);
            let created = given(&house, sent.clone()).await;
            let expected = CustomField {
                data_class: DataClass::Fact.into(),
                position: place * 10,
                create_time: created.create_time,
                update_time: created.update_time,
                revision: 1,
                etag: created.etag.clone(),
                ..sent
            };
            assert_eq!(created, expected);
            assert_eq!(read(&house, id).await, created);
        }
    }

    async fn requirement_default_class_and_purpose_are_kept(engine) {
        let house = House::new(engine).await;
        let required = wire::CustomFieldRequirement {
            always: false,
            stages: vec!["customer".into()],
            kinds: vec![wire::CustomerKind::Individual.into()],
        };
        let sent = CustomField {
            required: Some(required.clone()),
            default_value: Some(text_value("none")),
            ..personal(field("allergy", text()), DataClass::Identity)
        };
        let created = given(&house, sent).await;
        assert_eq!(created.required, Some(required));
        assert_eq!(created.default_value, Some(text_value("none")));
        assert_eq!((created.data_class(), created.purpose.as_str()), (DataClass::Identity, "care"));
        assert!(created.indexing.is_none());
        let filterable = given(&house, CustomField { filterable: true, ..field("grade", text()) }).await;
        assert!(filterable.indexing.unwrap().ready, "no customer can have a value of a new field");
    }

    async fn whatever_is_wrong_with_a_field_is_told_at_once(engine) {
        let house = House::new(engine).await;
        given(&house, field("plate", text())).await;
        let pattern = |pattern: &str| Kind::Text(wire::TextType { max_length: 0, pattern: pattern.into() });
        let cases: Vec<(CustomField, Vec<&str>)> = vec![
            (field("Plate", text()), vec!["field_id"]),
            (field("size_2", text()), vec!["field_id"]),
            (CustomField { names: [("en".into(), "PLATE".into())].into(), ..field("other", text()) }, vec!["names"]),
            (CustomField { names: Default::default(), value_type: None, ..field("other", text()) }, vec!["names", "value_type"]),
            (field("other", pattern("(a")), vec!["value_type.text.pattern"]),
            (field("other", pattern("((a{100}){100}){100}")), vec!["value_type.text.pattern"]),
            (field("other", number(5.0, 4.0)), vec!["value_type.number.maximum"]),
            (field("other", number(0.0000001, f64::NAN)), vec!["value_type.number.minimum", "value_type.number.maximum"]),
            (field("other", choice(&["a", "A"])), vec!["value_type.choice.choices[1].code", "value_type.choice.choices[1].names", "value_type.choice.choices[1].names"]),
            (field("other", Kind::Money(wire::MoneyType { currency_code: "yuan".into(), ..Default::default() })), vec!["value_type.money.currency_code"]),
            (field("other", Kind::Reference(wire::ReferenceType::default())), vec!["value_type.reference.target"]),
            (CustomField { purpose: String::new(), filterable: true, ..personal(field("other", text()), DataClass::Note) }, vec!["purpose", "filterable"]),
            (CustomField { filterable: true, ..field("other", Kind::Text(wire::TextType::default())) }, vec!["filterable"]),
            (personal(field("other", text()), DataClass::File), vec!["data_class"]),
            (CustomField { default_value: Some(text_value(&"x".repeat(101))), ..field("other", text()) }, vec!["default_value"]),
            (CustomField { default_value: Some(amount(1, 0)), ..field("other", date()) }, vec!["default_value"]),
            (CustomField { required: Some(wire::CustomFieldRequirement { stages: vec!["nowhere".into()], kinds: vec![0], always: true }), ..field("other", text()) }, vec!["required.stages[0]", "required.kinds[0]"]),
        ];
        for (sent, paths) in cases {
            let refused = house.fields().await.create_custom_field(create(sent.clone())).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            let expected: Vec<_> = paths.iter().map(|path| format!("custom_field.{path}")).collect();
            assert_eq!(fields(&refused), expected, "{sent:?}");
        }
    }

    async fn an_id_is_taken_once_and_a_repeated_request_answers_the_same(engine) {
        let house = House::new(engine).await;
        let mut client = house.fields().await;
        let request = CreateCustomFieldRequest { request_id: request_id(1), ..create(field("colours", multi_choice(&["red"]))) };
        let created = client.create_custom_field(request.clone()).await.unwrap().into_inner();
        assert_eq!(client.create_custom_field(request).await.unwrap().into_inner(), created);
        let refused = client.create_custom_field(create(field("colours", text()))).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::FieldTaken.as_str_name());
        let only_asked = CreateCustomFieldRequest { validate_only: true, ..create(field("other", text())) };
        client.create_custom_field(only_asked).await.unwrap();
        given(&house, field("other", text())).await;
        let mut sales = house.fields_of(house.token("default", "li.na", Role::Sales)).await;
        let refused = sales.create_custom_field(create(field("third", text()))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
