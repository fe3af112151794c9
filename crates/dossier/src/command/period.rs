//! Periods on the command line.

use contracts::reminder::v1::{Period, PeriodUnit};

/// A period such as 10d, 2w or 6m.
pub(crate) fn period(text: &str) -> Result<Period, &'static str> {
    const FORM: &str = "write a number and d, w or m, such as 10d for days, 2w for weeks or 6m for months";
    let unit = match text.chars().last() {
        Some('d') => PeriodUnit::Day,
        Some('w') => PeriodUnit::Week,
        Some('m') => PeriodUnit::Month,
        _ => return Err(FORM),
    };
    let count = text.strip_suffix(['d', 'w', 'm']).and_then(|count| count.parse().ok()).ok_or(FORM)?;
    Ok(Period { count, unit: unit.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_number_and_what_it_counts() {
        let read = |text| period(text).map(|period| (period.count, period.unit()));
        assert_eq!(read("10d"), Ok((10, PeriodUnit::Day)));
        assert_eq!(read("2w"), Ok((2, PeriodUnit::Week)));
        assert_eq!(read("6m"), Ok((6, PeriodUnit::Month)));
        for none in ["", "6", "m", "6y", "六m", "1.5w"] {
            assert!(read(none).is_err(), "{none}");
        }
    }
}
