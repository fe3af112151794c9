//! Values of custom fields, as people write them.

use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::custom_value::Value;
use contracts::customer::v1::{CustomChoices, CustomField, CustomValue, ListCustomFieldsRequest};
use contracts::google::r#type::{Date, Money};
use expression::Decimal;

use crate::failure::Failure;
use crate::session::Session;

/// How many fields are asked for: as many as a tenant has.
const PAGE: i32 = 200;
/// What stands between several choices.
const BETWEEN: [char; 7] = [',', '，', ';', '；', '、', '|', '\n'];
/// How people write true and false.
const TRUE: [&str; 5] = ["true", "yes", "1", "是", "有"];
const FALSE: [&str; 5] = ["false", "no", "0", "否", "无"];
const MILLIONTHS: i64 = 1_000_000;
const NANOS: i32 = 1_000;

/// The fields that the tenant writes.
pub(crate) async fn fields(session: &Session) -> Result<Vec<CustomField>, Failure> {
    let request = ListCustomFieldsRequest { page_size: PAGE, ..ListCustomFieldsRequest::default() };
    Ok(session.custom_fields().list_custom_fields(request).await?.into_inner().custom_fields)
}

/// Whether a text is the id of a field, a name of it, or its path.
pub(crate) fn is_called(field: &CustomField, text: &str) -> bool {
    let text = text.trim();
    let id = text.strip_prefix("custom_fields.").unwrap_or(text);
    field.field_id.eq_ignore_ascii_case(id)
        || field.names.values().any(|name| name.to_lowercase() == text.to_lowercase())
}

/// The value in a text; an empty one clears the field. What cannot be read is sent as text: the server tells the rule.
pub(crate) fn parse(field: &CustomField, text: &str) -> CustomValue {
    let text = text.trim();
    if text.is_empty() {
        return CustomValue::default();
    }
    let kind = field.value_type.as_ref().and_then(|value_type| value_type.kind.as_ref());
    let read = match kind {
        Some(Kind::Number(_)) => text.replace([',', '，'], "").parse().ok().map(Value::Number),
        Some(Kind::Money(money)) => amount(text, &money.currency_code).map(Value::Money),
        Some(Kind::Date(_)) => day(text).map(Value::Date),
        Some(Kind::Boolean(_)) => boolean(text).map(Value::Boolean),
        Some(Kind::Choice(_)) => Some(Value::Choice(text.to_owned())),
        Some(Kind::MultiChoice(_)) => Some(Value::Choices(CustomChoices { codes: parts(text) })),
        Some(Kind::Reference(_)) => Some(Value::Reference(text.to_owned())),
        Some(Kind::Text(_)) | None => None,
    };
    CustomValue { value: Some(read.unwrap_or_else(|| Value::Text(text.to_owned()))) }
}

/// The parts of a list, without space around them.
pub(crate) fn parts(text: &str) -> Vec<String> {
    text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// An amount such as `1,000.5`, `1000.5 CNY` or `¥1000`.
fn amount(text: &str, currency: &str) -> Option<Money> {
    let text = text.replace([',', '，', '¥', '￥', '元'], "");
    let (number, code) = match text.split_whitespace().collect::<Vec<_>>().as_slice() {
        [number] => ((*number).to_owned(), currency.to_owned()),
        [number, code] => ((*number).to_owned(), code.to_ascii_uppercase()),
        _ => return None,
    };
    let millionths = number.parse::<Decimal>().ok()?.as_millionths();
    let nanos = i32::try_from(millionths % MILLIONTHS).ok()? * NANOS;
    Some(Money { currency_code: code, units: millionths / MILLIONTHS, nanos })
}

/// A day such as `2026-01-31`, `2026/1/31` or `2026年1月31日`.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<i32> =
        text.split(['-', '/', '.', '年', '月', '日']).filter_map(|part| part.trim().parse().ok()).collect();
    match parts.as_slice() {
        [year, month, day] => Some(Date { year: *year, month: *month, day: *day }),
        _ => None,
    }
}

fn boolean(text: &str) -> Option<bool> {
    let is_among = |words: [&str; 5]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_among(TRUE) { Some(true) } else { is_among(FALSE).then_some(false) }
}

/// The value as people read it.
pub(crate) fn written(value: &CustomValue) -> String {
    match &value.value {
        None => String::new(),
        Some(Value::Text(text) | Value::Choice(text) | Value::Reference(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Money(money)) => {
            let millionths = money.units.saturating_mul(MILLIONTHS).saturating_add(i64::from(money.nanos / NANOS));
            let amount = Decimal::from_millionths(millionths).map(|amount| amount.to_string()).unwrap_or_default();
            format!("{amount} {}", money.currency_code)
        }
        Some(Value::Date(day)) => format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
        Some(Value::Boolean(boolean)) => boolean.to_string(),
        Some(Value::Choices(choices)) => choices.codes.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::{
        BooleanType, ChoiceType, CustomFieldType, DateType, MoneyType, MultiChoiceType, NumberType, TextType,
    };

    use super::*;

    #[test]
    fn what_people_write_is_read_by_the_kind_of_the_field_and_written_again() {
        let money = MoneyType { currency_code: "CNY".to_owned(), ..MoneyType::default() };
        for (kind, text, written_again) in [
            (Kind::Text(TextType::default()), " 007 ", "007"),
            (Kind::Number(NumberType::default()), "1,000.5", "1000.5"),
            (Kind::Money(money.clone()), "￥1,000.50", "1000.5 CNY"),
            (Kind::Money(money), "-0.01 usd", "-0.01 USD"),
            (Kind::Date(DateType::default()), "2026年1月31日", "2026-01-31"),
            (Kind::Boolean(BooleanType {}), "是", "true"),
            (Kind::Choice(ChoiceType::default()), "干性", "干性"),
            (Kind::MultiChoice(MultiChoiceType::default()), "红色、blue; 绿色", "红色; blue; 绿色"),
        ] {
            let field =
                CustomField { value_type: Some(CustomFieldType { kind: Some(kind) }), ..CustomField::default() };
            assert_eq!(written(&parse(&field, text)), written_again, "{text}");
            assert_eq!(parse(&field, "  "), CustomValue::default());
        }
        let number = Some(CustomFieldType { kind: Some(Kind::Number(NumberType::default())) });
        let number = CustomField { value_type: number, ..CustomField::default() };
        assert_eq!(parse(&number, "many").value, Some(Value::Text("many".to_owned())), "the server refuses it");
    }
}
