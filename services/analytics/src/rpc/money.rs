//! Amounts as they are sent.

use contracts::google::r#type::Money;

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
