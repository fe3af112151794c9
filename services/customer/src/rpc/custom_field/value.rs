//! What a field says of a customer, on the wire.

use access::{ClassSet, DataClass, mask};
use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_value::Value as Sent;
use contracts::google::r#type::Money as SentMoney;
use conventions::time::{to_date, to_day};
use conventions::violations::Violations;
use expression::Decimal;
use uuid::Uuid;

use crate::domain::custom_field::{Broken, Choice, FieldType, Money, Value};
use crate::domain::vocabulary::Code;
use conventions::fields::refuse;

/// Millionths in one.
const ONE: i64 = 1_000_000;
/// Nanos in a millionth.
const NANOS: i32 = 1_000;

/// The value that was sent for a field of a type; nothing for none, or one that is empty. The limits of the type are not looked at.
pub(crate) fn read(
    sent: &wire::CustomValue,
    value_type: &FieldType,
    violations: &mut Violations,
) -> Option<Option<Value>> {
    let Some(sent) = &sent.value else { return Some(None) };
    let value = match (value_type, sent) {
        (FieldType::Text { .. }, Sent::Text(text)) => {
            let text = text.trim();
            if text.is_empty() {
                return Some(None);
            }
            violations.field("text", |violations| tidy(text, violations)).map(Value::Text)
        }
        (FieldType::Number { .. }, Sent::Number(number)) => {
            violations.field("number", |violations| decimal(*number, violations)).map(Value::Number)
        }
        (FieldType::Money { .. }, Sent::Money(sent)) => {
            violations.field("money", |violations| money(sent, violations)).map(Value::Money)
        }
        (FieldType::Date { .. }, Sent::Date(sent)) => {
            violations.field("date", |violations| to_day(sent, violations)).map(Value::Date)
        }
        (FieldType::Boolean, Sent::Boolean(boolean)) => Some(Value::Boolean(*boolean)),
        (FieldType::Choice { choices }, Sent::Choice(text)) => {
            violations.field("choice", |violations| code(text, choices, violations)).map(Value::Choice)
        }
        (FieldType::MultiChoice { choices, .. }, Sent::Choices(sent)) => {
            if sent.codes.is_empty() {
                return Some(None);
            }
            violations.field("choices", |violations| codes(&sent.codes, choices, violations)).map(Value::Choices)
        }
        (FieldType::Reference { .. }, Sent::Reference(text)) => {
            violations.field("reference", |violations| conventions::fields::id(text, violations)).map(Value::Reference)
        }
        (value_type, _) => {
            refuse(violations, Broken::Kind { expected: value_type.name() });
            None
        }
    };
    value.map(Some)
}

fn tidy(text: &str, violations: &mut Violations) -> Option<String> {
    // PostgreSQL keeps no text that holds one.
    if text.contains('\0') {
        violations.add("must not hold a null character", "不能含有空字符");
        return None;
    }
    Some(text.to_owned())
}

/// A number in the digits in which a person would write it.
pub(crate) fn decimal(number: f64, violations: &mut Violations) -> Option<Decimal> {
    let read = number.to_string().parse().ok();
    if read.is_none() {
        violations.add(
            "must be a number with at most six decimals, from -9000000000000 to 9000000000000",
            "须为最多六位小数的数字，介于 -9000000000000 与 9000000000000 之间",
        );
    }
    read
}

/// An amount whose parts have the same sign.
pub(crate) fn money(sent: &SentMoney, violations: &mut Violations) -> Option<Money> {
    let is_whole = sent.nanos % NANOS == 0 && sent.nanos.unsigned_abs() < 1_000_000_000;
    let signs_agree = sent.units.signum() * i64::from(sent.nanos.signum()) >= 0;
    let millionths = sent.units.checked_mul(ONE).and_then(|units| units.checked_add(i64::from(sent.nanos / NANOS)));
    let amount = millionths.filter(|_| is_whole && signs_agree).and_then(Decimal::from_millionths);
    if amount.is_none() {
        violations.add(
            "must be an amount with at most six decimals, units and nanos of one sign, from -9000000000000 to 9000000000000",
            "须为最多六位小数的金额，units 与 nanos 符号一致，介于 -9000000000000 与 9000000000000 之间",
        );
    }
    Some(Money { amount: amount?, currency: sent.currency_code.clone() })
}

fn code(text: &str, choices: &[Choice], violations: &mut Violations) -> Option<Code> {
    let found = choices.iter().find(|choice| choice.is(text.trim())).map(|choice| choice.code.clone());
    if found.is_none() {
        refuse(violations, Broken::not_among(choices));
    }
    found
}

fn codes(sent: &[String], choices: &[Choice], violations: &mut Violations) -> Option<Vec<Code>> {
    let mut codes: Vec<Code> = Vec::with_capacity(sent.len());
    let mut is_whole = true;
    for (index, text) in sent.iter().enumerate() {
        match violations.field("codes", |violations| violations.item(index, |v| code(text, choices, v))) {
            Some(code) if codes.contains(&code) => {}
            Some(code) => codes.push(code),
            None => is_whole = false,
        }
    }
    is_whole.then_some(codes)
}

/// The value on the wire.
pub(crate) fn sent(value: &Value) -> wire::CustomValue {
    let sent = match value {
        Value::Text(text) => Sent::Text(text.clone()),
        Value::Number(number) => Sent::Number(to_double(*number)),
        Value::Money(money) => Sent::Money(sent_money(money.amount, &money.currency)),
        Value::Date(day) => Sent::Date(to_date(*day)),
        Value::Boolean(boolean) => Sent::Boolean(*boolean),
        Value::Choice(code) => Sent::Choice(code.to_string()),
        Value::Choices(codes) => {
            Sent::Choices(wire::CustomChoices { codes: codes.iter().map(ToString::to_string).collect() })
        }
        Value::Reference(id) => Sent::Reference(Uuid::to_string(id)),
    };
    wire::CustomValue { value: Some(sent) }
}

/// The value as a caller who may read `classes` sees it: a text of another class masked, any other value not at all.
pub(crate) fn shown(class: DataClass, value: &Value, classes: ClassSet) -> Option<wire::CustomValue> {
    match value {
        value if classes.contains(class) => Some(sent(value)),
        Value::Text(text) => {
            let masked = mask::shown(text, class, classes).into_owned();
            Some(wire::CustomValue { value: Some(Sent::Text(masked)) })
        }
        _ => None,
    }
}

/// The number of the wire that is nearest.
pub(crate) fn to_double(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or_default()
}

/// The amount on the wire.
pub(crate) fn sent_money(amount: Decimal, currency: &str) -> SentMoney {
    let millionths = amount.as_millionths();
    let nanos = i32::try_from(millionths % ONE).unwrap_or_default() * NANOS;
    SentMoney { currency_code: currency.to_owned(), units: millionths / ONE, nanos }
}
