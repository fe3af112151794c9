//! UpdateCustomField (C30): how a definition evolves.

use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::{CustomField, ErrorReason};
use contracts::options::v1::DataClass;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{changed, choice, choice_value, choices, field, given, money, number, read, text, text_value, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::{self, with_values};

on_both_engines! {
    async fn a_field_that_is_retired_keeps_what_it_said_and_takes_no_new_value(engine) {
        let house = House::new(engine).await;
        given(&house, field("plate", text())).await;
        let sent = with_values(company("甲公司", "13912345678"), &[("plate", text_value("AB1"))]);
        let given_customer = house.given(sent).await;
        changed(&house, "plate", &["retired"], |field| field.retired = true).await;
        let kept = house.read(&given_customer.customer_id).await;
        assert_eq!(kept.custom_fields["plate"], text_value("AB1"));
        let mut customers = house.customers().await;
        let refused = with_values(kept.clone(), &[("plate", text_value("AB2"))]);
        let refused = customers.update_customer(customer::update(refused, &["custom_fields.plate"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.plate"]);
        let renamed = wire::Customer { short_name: "甲".into(), ..kept.clone() };
        let renamed = customers.update_customer(customer::update(renamed, &["*"])).await.unwrap().into_inner();
        assert_eq!(renamed.custom_fields["plate"], text_value("AB1"), "sent back as it was read");
        let cleared = with_values(renamed, &[]);
        let cleared = customers.update_customer(customer::update(cleared, &["custom_fields"])).await.unwrap().into_inner();
        assert!(cleared.custom_fields.is_empty());
        let new = with_values(company("乙公司", "13912345679"), &[("plate", text_value("AB3"))]);
        let refused = customers.create_customer(crate::harness::create(new)).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.plate"]);
    }

    async fn a_stricter_rule_holds_for_what_is_written_from_then_on(engine) {
        let house = House::new(engine).await;
        given(&house, field("size", choice(&["s", "m", "l"]))).await;
        let before = house.given(with_values(company("甲公司", "13912345678"), &[("size", choice_value("l"))])).await;
        let retired = |code: &str| Kind::Choice(wire::ChoiceType {
            choices: choices(&["s", "m", "l"]).into_iter().map(|choice| wire::CustomChoice { retired: choice.code == code, ..choice }).collect(),
        });
        changed(&house, "size", &["value_type"], |field| {
            field.value_type = Some(wire::CustomFieldType { kind: Some(retired("l")) });
        }).await;
        let mut customers = house.customers().await;
        let same = wire::Customer { remarks: "x".into(), ..before.clone() };
        let same = customers.update_customer(customer::update(same, &["remarks", "custom_fields"])).await.unwrap().into_inner();
        assert_eq!(same.custom_fields["size"], choice_value("l"));
        let other = with_values(same, &[("size", choice_value("m"))]);
        let other = customers.update_customer(customer::update(other, &["custom_fields.size"])).await.unwrap().into_inner();
        let back = with_values(other, &[("size", choice_value("l"))]);
        let refused = customers.update_customer(customer::update(back, &["custom_fields.size"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["customer.custom_fields.size"]);
    }

    async fn what_gives_values_their_meaning_is_fixed(engine) {
        let house = House::new(engine).await;
        given(&house, field("budget", money())).await;
        let kept = read(&house, "budget").await;
        let euros = Kind::Money(wire::MoneyType { currency_code: "EUR".into(), ..Default::default() });
        for kind in [text(), number(0.0, 1.0), euros] {
            let sent = CustomField { value_type: Some(wire::CustomFieldType { kind: Some(kind) }), ..kept.clone() };
            let refused = house.fields().await.update_custom_field(update(sent, &["value_type"])).await.unwrap_err();
            assert_eq!(fields(&refused), ["custom_field.value_type"]);
        }
        let sent = CustomField { data_class: DataClass::Finance.into(), purpose: "x".into(), ..kept.clone() };
        let refused = house.fields().await.update_custom_field(update(sent, &["data_class", "purpose"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["custom_field.data_class"]);
        changed(&house, "budget", &["names"], |field| field.names = [("zh-CN".into(), "预算".into())].into()).await;
        let refused = house.fields().await.update_custom_field(update(kept.clone(), &["names"])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let refused = house.fields().await.update_custom_field(update(CustomField { field_id: "other".into(), ..kept }, &["names"])).await;
        assert_problem(&refused.unwrap_err(), Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
