//! Citizen identity numbers (公民身份号码) of China.

use std::fmt;

use conventions::violations::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// How many characters a number has.
const LENGTH: usize = 18;

/// Years of birth before this one are taken for errors.
const EARLIEST_BIRTH_YEAR: i16 = 1800;

/// An identity number of 18 characters (GB 11643-1999): six digits of region, the date of birth, three digits that tell
/// apart who was born there that day, and a check character. The date is a real day and the check character is right;
/// the region is taken as given, for old codes stay in use. Stored as a JSON string: `"11010519491231002X"`.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResidentId(String);

/// Why an identity number is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// Not 17 digits and a digit or X.
    #[error("must have 18 characters, 17 digits and a digit or X; numbers of 15 digits are no longer in use")]
    Form,
    /// The seventh to fourteenth digits are no day of the calendar.
    #[error("must hold a real date of birth in the seventh to fourteenth digits: compare them with the card")]
    BirthDate,
    /// The last character does not fit the others.
    #[error("has a wrong check character: compare it with the card, digit by digit")]
    Check,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Form => "须为 18 位：17 位数字，末位为数字或 X；15 位的旧号码已停用",
            Self::BirthDate => "第 7 至 14 位须为真实的出生日期，请对照身份证核对",
            Self::Check => "校验码不正确，请对照身份证逐位核对",
        }
        .to_owned()
    }
}

impl ResidentId {
    /// Reads a number in any width, with spaces or hyphens between its parts and x in any case.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let number: String = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(LENGTH + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits = number.strip_suffix('X').unwrap_or(&number);
        if number.len() != LENGTH || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::Form);
        }
        birth_date(&number).ok_or(Error::BirthDate)?;
        if check_is_right(&number) { Ok(Self(number)) } else { Err(Error::Check) }
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth in the solar calendar.
    pub fn birth_date(&self) -> Option<Date> {
        birth_date(&self.0)
    }
}

fn birth_date(number: &str) -> Option<Date> {
    let year = number.get(6..10)?.parse().ok()?;
    let month = number.get(10..12)?.parse().ok()?;
    let day = number.get(12..14)?.parse().ok()?;
    Date::new(year, month, day).ok().filter(|date| date.year() >= EARLIEST_BIRTH_YEAR)
}

/// ISO 7064, MOD 11-2: the sum of digits times powers of 2 from the right leaves 1 modulo 11, X being worth 10.
fn check_is_right(number: &str) -> bool {
    number.chars().fold(0, |sum, c| (sum * 2 + c.to_digit(10).unwrap_or(10)) % 11) == 1
}

/// Personal, so the number itself is not shown.
impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(…)")
    }
}

impl From<ResidentId> for String {
    fn from(id: ResidentId) -> Self {
        id.0
    }
}

impl TryFrom<String> for ResidentId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Deserialize)]
    struct Published {
        id: String,
        valid: bool,
        after_normalising: Option<bool>,
        birth: Option<Date>,
    }

    fn assert_judged_as_in(table: &str) {
        let table: Vec<Published> = serde_json::from_str(table).unwrap();
        assert_eq!(table.len(), 48);
        for row in table {
            let parsed = ResidentId::parse(&row.id);
            assert_eq!(parsed.is_ok(), row.after_normalising.unwrap_or(row.valid), "{}", row.id);
            if row.birth.is_some() {
                assert_eq!(parsed.unwrap().birth_date(), row.birth, "{}", row.id);
            }
        }
    }

    #[test]
    fn numbers_are_judged_as_in_the_published_table() {
        assert_judged_as_in(include_str!("../../tests/data/ids/resident_id.json"));
    }

    #[test]
    #[ignore = "reads published data: cargo xtask truth DIR"]
    fn truth_resident_ids_are_judged_as_published() {
        let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
        let table = std::path::Path::new(&folder).join("06_ids/resident_id.json");
        assert_judged_as_in(&std::fs::read_to_string(table).unwrap());
    }

    #[test]
    fn a_refusal_says_what_is_wrong() {
        assert_eq!(ResidentId::parse("110105 19491231-002x").unwrap().as_str(), "11010519491231002X");
        assert_eq!(ResidentId::parse("110105491231002"), Err(Error::Form));
        assert_eq!(ResidentId::parse("1101051949123100XX"), Err(Error::Form));
        assert_eq!(ResidentId::parse("110105194902300024"), Err(Error::BirthDate));
        assert_eq!(ResidentId::parse("110105194912310021"), Err(Error::Check));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(place in 0..17usize, with in b'0'..=b'9') {
            let mut number = *b"11010519491231002X";
            let right = number[place] == with;
            number[place] = with;
            prop_assert_eq!(ResidentId::parse(std::str::from_utf8(&number).unwrap()).is_ok(), right);
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = ResidentId::parse(&text);
        }
    }
}
