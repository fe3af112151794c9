//! Exact amounts: millionths of a unit of a currency.

use conventions::violations::Bilingual;

/// Millionths in a unit.
pub const MICROS: i64 = 1_000_000;
/// The decimals of a number in millionths.
const DECIMALS: usize = 6;
/// The letters of a currency's code.
const CODE_LENGTH: usize = 3;

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MoneyError {
    /// No currency.
    #[error("needs a currency_code of three capital letters (ISO 4217), such as CNY")]
    Currency,
    /// Units and nanos of different signs, or nanos out of range.
    #[error("units and nanos must have the same sign, and nanos be within 999999999")]
    Malformed,
    /// More decimals than are kept.
    #[error("must have at most 6 decimals")]
    Decimals,
    /// More than can be counted.
    #[error("is more than can be counted")]
    Overflow,
    /// Another currency than the first line.
    #[error("must be in the currency of the first line")]
    OtherCurrency,
    /// Not above zero.
    #[error("must be above zero")]
    NotPositive,
    /// A total below zero.
    #[error("must not add up to less than zero")]
    Negative,
    /// A total below what was paid back.
    #[error("must not add up to less than what was paid back")]
    BelowRefunds,
    /// Another currency than what was paid back.
    #[error("must stay in the currency of its refunds; record a sale in another currency as a transaction of its own")]
    OtherThanRefunds,
    /// No decimal number.
    #[error("must be a decimal number above zero with at most 6 decimals, such as 2 or 0.75")]
    Quantity,
}

impl Bilingual for MoneyError {
    fn chinese(&self) -> String {
        match self {
            Self::Currency => "须有三个大写字母的币种代码（ISO 4217），如 CNY",
            Self::Malformed => "units 与 nanos 符号须一致，nanos 不超过 999999999",
            Self::Decimals => "最多 6 位小数",
            Self::Overflow => "金额超出可表示范围",
            Self::OtherCurrency => "须与第一行币种一致",
            Self::NotPositive => "须大于零",
            Self::Negative => "合计不能小于零",
            Self::BelowRefunds => "合计不能小于已退款金额",
            Self::OtherThanRefunds => "须与已退款币种一致；其他币种的销售请另记一笔交易",
            Self::Quantity => "须为大于零的十进制数，最多 6 位小数，如 2 或 0.75",
        }
        .to_owned()
    }
}

/// The millionths in so many units and billionths.
///
/// # Errors
/// [`MoneyError::Malformed`], [`MoneyError::Decimals`], [`MoneyError::Overflow`].
pub fn micros(units: i64, nanos: i32) -> Result<i64, MoneyError> {
    let opposed = (units > 0 && nanos < 0) || (units < 0 && nanos > 0);
    if opposed || nanos.unsigned_abs() > 999_999_999 {
        return Err(MoneyError::Malformed);
    }
    if nanos % 1_000 != 0 {
        return Err(MoneyError::Decimals);
    }
    let whole = units.checked_mul(MICROS).ok_or(MoneyError::Overflow)?;
    whole.checked_add(i64::from(nanos / 1_000)).ok_or(MoneyError::Overflow)
}

/// The units and billionths of so many millionths.
pub fn units_and_nanos(micros: i64) -> (i64, i32) {
    (micros / MICROS, i32::try_from(micros % MICROS * 1_000).unwrap_or_default())
}

/// The sum, if it can be counted.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(MoneyError::Overflow)
}

/// Whether a text is the code of a currency.
///
/// # Errors
/// [`MoneyError::Currency`].
pub fn currency(code: &str) -> Result<String, MoneyError> {
    let is_code = code.len() == CODE_LENGTH && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if is_code { Ok(code.to_owned()) } else { Err(MoneyError::Currency) }
}

/// A quantity in millionths, above zero.
///
/// # Errors
/// [`MoneyError::Quantity`].
pub fn quantity(text: &str) -> Result<i64, MoneyError> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = !whole.is_empty()
        && decimals.len() <= DECIMALS
        && !text.ends_with('.')
        && whole.bytes().chain(decimals.bytes()).all(|digit| digit.is_ascii_digit());
    if !is_number {
        return Err(MoneyError::Quantity);
    }
    let micros = format!("{whole}{decimals:0<DECIMALS$}").parse::<i64>().map_err(|_| MoneyError::Quantity)?;
    if micros > 0 { Ok(micros) } else { Err(MoneyError::Quantity) }
}

/// A quantity as people write it.
pub fn quantity_text(micros: i64) -> String {
    let text = format!("{}.{:06}", micros / MICROS, micros % MICROS);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        assert_eq!(micros(440, 0), Ok(440_000_000));
        assert_eq!(micros(1, 980_000_000), Ok(1_980_000));
        assert_eq!(micros(0, -10_000_000), Ok(-10_000));
        assert_eq!(micros(1, -1), Err(MoneyError::Malformed));
        assert_eq!(micros(0, 1_000_000_000), Err(MoneyError::Malformed));
        assert_eq!(micros(0, 1), Err(MoneyError::Decimals));
        assert_eq!(micros(i64::MAX, 0), Err(MoneyError::Overflow));
        assert_eq!(sum([i64::MAX, 1]), Err(MoneyError::Overflow));
        for micros_of in [0, 1_980_000, -10_000, 440_000_000] {
            let (units, nanos) = units_and_nanos(micros_of);
            assert_eq!(micros(units, nanos), Ok(micros_of));
        }
    }

    #[test]
    fn quantities_are_read_and_written_alike() {
        for text in ["1", "0.75", "12.000001", "1000"] {
            assert_eq!(quantity_text(quantity(text).unwrap()), text);
        }
        for text in ["", "0", "-1", "1.", ".5", "1e3", "1.0000001", "９", "99999999999999"] {
            assert_eq!(quantity(text), Err(MoneyError::Quantity), "{text}");
        }
    }
}
