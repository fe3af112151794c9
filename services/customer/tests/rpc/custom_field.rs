//! CustomFieldService.

mod create;
mod get;
mod install_field_pack;
mod list;
mod list_field_packs;
mod list_revisions;
mod preview_field_change;
mod update;

use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::custom_value::Value;
use contracts::google::r#type::{Date, Money};
use contracts::options::v1::DataClass;
use prost_types::FieldMask;

use crate::harness::House;

/// A field of class FACT, called like its id.
pub(super) fn field(id: &str, kind: Kind) -> wire::CustomField {
    wire::CustomField {
        field_id: id.into(),
        names: [("en".to_owned(), id.replace('_', " "))].into(),
        value_type: Some(wire::CustomFieldType { kind: Some(kind) }),
        ..wire::CustomField::default()
    }
}

/// The same field of another class.
pub(super) fn personal(field: wire::CustomField, class: DataClass) -> wire::CustomField {
    wire::CustomField { data_class: class.into(), purpose: "care".into(), ..field }
}

pub(super) fn text() -> Kind {
    Kind::Text(wire::TextType { max_length: 100, pattern: String::new() })
}

pub(super) fn number(minimum: f64, maximum: f64) -> Kind {
    Kind::Number(wire::NumberType { minimum: Some(minimum), maximum: Some(maximum) })
}

pub(super) fn money() -> Kind {
    Kind::Money(wire::MoneyType { currency_code: "CNY".into(), minimum: None, maximum: None })
}

pub(super) fn date() -> Kind {
    Kind::Date(wire::DateType::default())
}

pub(super) fn choice(codes: &[&str]) -> Kind {
    Kind::Choice(wire::ChoiceType { choices: choices(codes) })
}

pub(super) fn multi_choice(codes: &[&str]) -> Kind {
    Kind::MultiChoice(wire::MultiChoiceType { choices: choices(codes), max_items: 0 })
}

/// Choices of which each is called like its code, with a capital, and 的 behind it.
pub(super) fn choices(codes: &[&str]) -> Vec<wire::CustomChoice> {
    let names = |code: &str| [("zh-CN".to_owned(), format!("{code}的")), ("en".to_owned(), code.to_uppercase())].into();
    codes.iter().map(|&code| wire::CustomChoice { code: code.into(), names: names(code), retired: false }).collect()
}

pub(super) fn value(value: Value) -> wire::CustomValue {
    wire::CustomValue { value: Some(value) }
}

pub(super) fn text_value(text: &str) -> wire::CustomValue {
    value(Value::Text(text.into()))
}

pub(super) fn choice_value(code: &str) -> wire::CustomValue {
    value(Value::Choice(code.into()))
}

pub(super) fn choice_values(codes: &[&str]) -> wire::CustomValue {
    value(Value::Choices(wire::CustomChoices { codes: codes.iter().map(|&code| code.into()).collect() }))
}

pub(super) fn amount(units: i64, nanos: i32) -> wire::CustomValue {
    value(Value::Money(Money { currency_code: "CNY".into(), units, nanos }))
}

pub(super) fn day(year: i32, month: i32, day: i32) -> Date {
    Date { year, month, day }
}

pub(super) fn create(field: wire::CustomField) -> wire::CreateCustomFieldRequest {
    wire::CreateCustomFieldRequest { custom_field: Some(field), ..Default::default() }
}

/// The request that changes what `paths` name of a field as it was read.
pub(super) fn update(field: wire::CustomField, paths: &[&str]) -> wire::UpdateCustomFieldRequest {
    let update_mask = Some(FieldMask { paths: paths.iter().map(|&path| path.into()).collect() });
    wire::UpdateCustomFieldRequest { custom_field: Some(field), update_mask, ..Default::default() }
}

/// A field that the local administrator added.
pub(super) async fn given(house: &House, field: wire::CustomField) -> wire::CustomField {
    house.fields().await.create_custom_field(create(field)).await.unwrap().into_inner()
}

/// A field as the local administrator reads it now.
pub(super) async fn read(house: &House, id: &str) -> wire::CustomField {
    let request = wire::GetCustomFieldRequest { field_id: id.into() };
    house.fields().await.get_custom_field(request).await.unwrap().into_inner()
}

/// A field after the local administrator changed something of it.
pub(super) async fn changed(
    house: &House,
    id: &str,
    paths: &[&str],
    change: impl FnOnce(&mut wire::CustomField),
) -> wire::CustomField {
    let mut field = read(house, id).await;
    change(&mut field);
    house.fields().await.update_custom_field(update(field, paths)).await.unwrap().into_inner()
}
