//! Amounts and currencies as they are sent.

use contracts::google::r#type::Money;
use conventions::violations::Violations;

/// Millionths in one.
const MILLION: i128 = 1_000_000;

/// An amount in millionths of a currency.
pub(super) fn money(millionths: i128, currency: &str) -> Money {
    Money {
        currency_code: currency.to_owned(),
        units: i64::try_from(millionths / MILLION).unwrap_or(i64::MAX),
        nanos: i32::try_from(millionths % MILLION * 1_000).unwrap_or_default(),
    }
}

/// The code of a currency; empty for none.
pub(super) fn currency(sent: &str, violations: &mut Violations) -> Option<String> {
    let is_code = sent.len() == 3 && sent.bytes().all(|letter| letter.is_ascii_uppercase());
    if !sent.is_empty() && !is_code {
        violations.add("must be three capital letters (ISO 4217), such as CNY", "须为三个大写字母（ISO 4217），如 CNY");
        return None;
    }
    Some(sent.to_owned())
}
