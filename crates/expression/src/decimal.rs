//! Exact numbers.

use std::fmt;
use std::str::FromStr;

/// Decimals of the finest number.
const PLACES: usize = 6;
/// Millionths in one.
const ONE: i64 = 1_000_000;
/// The largest number and, negated, the least: nine million million, so that sums of a million of them fit into twice the width.
const LARGEST: i64 = 9_000_000_000_000;

/// An exact number with at most six decimals, from -9,000,000,000,000 to 9,000,000,000,000. Written in digits, with a sign and a point
/// where it has them: `-12.5`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Decimal(i64);

/// A text is no such number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a number with at most six decimals, from -9000000000000 to 9000000000000")]
pub struct NotADecimal;

impl Decimal {
    /// The largest.
    pub const MAX: Self = Self(LARGEST * ONE);

    /// So many millionths; none beyond the range.
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        let most = LARGEST * ONE;
        (-most..=most).contains(&millionths).then_some(Self(millionths))
    }

    /// In millionths.
    pub fn as_millionths(self) -> i64 {
        self.0
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) {
            return Err(NotADecimal);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > PLACES {
            return Err(NotADecimal);
        }
        let whole: i64 = whole.parse().map_err(|_| NotADecimal)?;
        let fraction: i64 = format!("{fraction:0<PLACES$}").parse().map_err(|_| NotADecimal)?;
        let millionths = whole.checked_mul(ONE).and_then(|whole| whole.checked_add(fraction)).ok_or(NotADecimal)?;
        Self::from_millionths(if negative { -millionths } else { millionths }).ok_or(NotADecimal)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let millionths = self.0.unsigned_abs();
        let (whole, fraction) = (millionths / ONE.unsigned_abs(), millionths % ONE.unsigned_abs());
        write!(formatter, "{sign}{whole}")?;
        if fraction == 0 {
            return Ok(());
        }
        let fraction = format!("{fraction:0>PLACES$}");
        write!(formatter, ".{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_and_written_exactly() {
        for (text, millionths, written) in [
            ("0", 0, "0"),
            ("-0.0", 0, "0"),
            ("12.50", 12_500_000, "12.5"),
            ("-0.000001", -1, "-0.000001"),
            ("007", 7_000_000, "7"),
            ("9000000000000", 9_000_000_000_000_000_000, "9000000000000"),
            ("1.0000000", 1_000_000, "1"),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!((decimal.as_millionths(), decimal.to_string().as_str()), (millionths, written));
        }
    }

    #[test]
    fn what_is_no_number_too_fine_or_too_large_is_refused() {
        for text in
            ["", "-", ".5", "5.", "1e3", "1,5", "+1", "0.0000001", "9000000000000.000001", "99999999999999999999", "٣"]
        {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
        }
    }
}
