//! Customer numbers.

use std::fmt;

use conventions::violations::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest number, in characters.
pub const MAX_NUMBER_CHARS: usize = 32;

/// The number by which people know a customer: one that was issued here, `C20240520001`, or one that came with an
/// import, `KH-0042`. Issued numbers come first and in the order of issue. Stored as a JSON string.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CustomerNumber(Form);

#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Form {
    Issued(Issued),
    Imported(String),
}

/// What an issued number says: C, the local date, and a serial of three digits that grows when a day needs more.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Issued {
    /// The day of issue in the tenant's zone.
    pub date: Date,
    /// The place among the numbers of that day, from 1.
    pub serial: u32,
}

/// The text is no customer number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be a customer number: 1 to {MAX_NUMBER_CHARS} of the characters A-Z, a-z, 0-9, _ and -")]
pub struct NotANumber;

impl Bilingual for NotANumber {
    fn chinese(&self) -> String {
        format!("须为客户编号：1 至 {MAX_NUMBER_CHARS} 个字符，只能用 A-Z、a-z、0-9、_ 和 -")
    }
}

/// Why no number can be issued.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IssueError {
    /// Serials begin at 1.
    #[error("the serial of a customer number must be at least 1")]
    Serial,
    /// The year does not have four digits.
    #[error("the date of a customer number must be of the years 1 to 9999")]
    Year,
}

impl CustomerNumber {
    /// The number with this serial of a day.
    pub fn new(date: Date, serial: u32) -> Result<Self, IssueError> {
        match (date.year(), serial) {
            (..=0, _) => Err(IssueError::Year),
            (_, 0) => Err(IssueError::Serial),
            _ => Ok(Self(Form::Issued(Issued { date, serial }))),
        }
    }

    /// Reads a number; what has the form of an issued number is one, with c as with C.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let well_formed = (1..=MAX_NUMBER_CHARS).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !well_formed {
            return Err(NotANumber);
        }
        Ok(issued(text).unwrap_or_else(|| Self(Form::Imported(text.to_owned()))))
    }

    /// Date and serial, if the number has the form of an issued one.
    pub fn issued(&self) -> Option<Issued> {
        match self.0 {
            Form::Issued(issued) => Some(issued),
            Form::Imported(_) => None,
        }
    }
}

/// Reads an issued number. What would be written otherwise, such as one with zeros too many, is none.
fn issued(text: &str) -> Option<CustomerNumber> {
    let digits = text.strip_prefix(['C', 'c'])?;
    let (date, serial) = digits.split_at_checked(8)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, month_and_day) = date.split_at_checked(4)?;
    let (month, day) = month_and_day.split_at_checked(2)?;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let number = CustomerNumber::new(date, serial.parse().ok()?).ok()?;
    number.to_string().eq_ignore_ascii_case(text).then_some(number)
}

impl fmt::Display for CustomerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Issued(Issued { date, serial }) => {
                write!(f, "C{:04}{:02}{:02}{serial:03}", date.year(), date.month(), date.day())
            }
            Form::Imported(text) => f.write_str(text),
        }
    }
}

impl From<CustomerNumber> for String {
    fn from(number: CustomerNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for CustomerNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> CustomerNumber {
        CustomerNumber::parse(text).unwrap()
    }

    #[test]
    fn the_serial_has_three_digits_and_grows() {
        let of = |serial| CustomerNumber::new(date(2024, 5, 20), serial).unwrap().to_string();
        assert_eq!(of(1), "C20240520001");
        assert_eq!(of(999), "C20240520999");
        assert_eq!(of(1000), "C202405201000");
        assert_eq!(of(u32::MAX), "C202405204294967295");
        assert_eq!(CustomerNumber::new(date(2024, 5, 20), 0), Err(IssueError::Serial));
        assert_eq!(CustomerNumber::new(date(0, 5, 20), 1), Err(IssueError::Year));
    }

    #[test]
    fn issued_numbers_are_ordered_by_issue_and_stand_before_imported_ones() {
        let sorted = ["C20231231001", "C20240520999", "C202405201000", "C20240521001", "A1", "KH-0042"].map(number);
        assert!(sorted.is_sorted());
    }

    #[test]
    fn numbers_of_other_systems_stay_as_they_are() {
        for text in ["KH-0042", "a_1", "C20240231001", "C20240520000", "C202405200001", "C2024052001", "C20240520001x"]
        {
            assert_eq!(number(text).to_string(), text);
            assert_eq!(number(text).issued(), None, "{text}");
        }
        assert_eq!(number(" c20240520001 "), number("C20240520001"));
        for text in ["", "客户1", "a b", "a/b", &"1".repeat(33)] {
            assert_eq!(CustomerNumber::parse(text), Err(NotANumber), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_issued_number_reads_back(year in 1i16..=9999, day in 1i16..=365, serial in 1u32..) {
            let date = date(year, 1, 1).saturating_add(jiff::Span::new().days(day - 1));
            let number = CustomerNumber::new(date, serial).unwrap();
            prop_assert_eq!(CustomerNumber::parse(&number.to_string()), Ok(number.clone()));
            prop_assert_eq!(number.issued(), Some(Issued { date, serial }));
            let stored = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<CustomerNumber>(&stored).unwrap(), number);
        }

        #[test]
        fn no_text_makes_parsing_panic(text in prop_oneof![any::<String>(), "[Cc][0-9]{0,30}"]) {
            if let Ok(number) = CustomerNumber::parse(&text) {
                prop_assert_eq!(CustomerNumber::parse(&number.to_string()), Ok(number));
            }
        }
    }
}
