//! Unified social credit codes (统一社会信用代码) of Chinese organisations.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The characters of GB 32100, each worth its place here: no I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// How many characters a code has.
const LENGTH: usize = 18;

/// A unified social credit code (GB 32100-2015): a letter or digit each for the registering authority and the kind of
/// organisation, six digits of region, the nine characters of the organisation code (GB 11714, its own check character
/// last), and a check character. Both check characters are right. Stored as a JSON string: `"91330100799655058B"`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a credit code is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// Not 18 characters of the alphabet, or a region that is not digits.
    #[error("must have 18 digits and capital letters without I, O, S, V and Z, the third to eighth digits only")]
    Form,
    /// A check character is wrong.
    #[error("has a wrong check character: compare it with the business licence, character by character")]
    Check,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Form => "须为 18 位数字和大写字母，不用 I、O、S、V、Z，第 3 至 8 位只能是数字",
            Self::Check => "校验码不正确，请对照营业执照逐位核对",
        }
        .to_owned()
    }
}

impl CreditCode {
    /// Reads a code in any case and width, with spaces or hyphens between its parts.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let code: String = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(LENGTH + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let values: Option<Vec<u32>> = code.bytes().map(value).collect();
        let Some(values) = values.filter(|values| values.len() == LENGTH) else {
            return Err(Error::Form);
        };
        if !values.iter().skip(2).take(6).all(|value| *value < 10) {
            return Err(Error::Form);
        }
        if organisation_check_is_right(&code) && whole_check_is_right(&values) {
            Ok(Self(code))
        } else {
            Err(Error::Check)
        }
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn value(character: u8) -> Option<u32> {
    ALPHABET.iter().position(|c| *c == character).and_then(|place| u32::try_from(place).ok())
}

/// GB 32100: the sum of values times powers of 3 modulo 31 is a multiple of 31.
fn whole_check_is_right(values: &[u32]) -> bool {
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let (last, head) = match values.split_last() {
        Some((last, head)) => (*last, head),
        None => return false,
    };
    let sum: u32 = head.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    (sum + last).is_multiple_of(31)
}

/// GB 11714: the same modulo 11 over the ninth to sixteenth character, A being worth 10 and so on to Z, the check
/// character X worth 10.
fn organisation_check_is_right(code: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let organisation = code.chars().skip(8);
    let sum: u32 = organisation.zip(WEIGHTS).filter_map(|(c, weight)| Some(c.to_digit(36)? * weight)).sum();
    let expected = match (11 - sum % 11) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    };
    code.chars().nth(16) == expected
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for CreditCode {
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
        code: String,
        valid: bool,
    }

    fn assert_judged_as_in(table: &str) {
        let table: Vec<Published> = serde_json::from_str(table).unwrap();
        assert_eq!(table.len(), 43);
        for row in table {
            assert_eq!(CreditCode::parse(&row.code).is_ok(), row.valid, "{}", row.code);
        }
    }

    #[test]
    fn codes_are_judged_as_in_the_published_table() {
        assert_judged_as_in(include_str!("../../tests/data/ids/uscc.json"));
    }

    #[test]
    #[ignore = "reads published data: cargo xtask truth DIR"]
    fn truth_credit_codes_are_judged_as_published() {
        let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
        let table = std::path::Path::new(&folder).join("06_ids/uscc.json");
        assert_judged_as_in(&std::fs::read_to_string(table).unwrap());
    }

    #[test]
    fn a_code_is_read_in_any_case_and_width() {
        let code = CreditCode::parse("９１330100-799655058ｂ ").unwrap();
        assert_eq!(code.as_str(), "91330100799655058B");
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"91330100799655058B\"");
    }

    #[test]
    fn a_refusal_says_whether_form_or_check_is_wrong() {
        assert_eq!(CreditCode::parse("91330100799655058"), Err(Error::Form));
        assert_eq!(CreditCode::parse("9133O100799655058B"), Err(Error::Form));
        assert_eq!(CreditCode::parse("91330100799655058C"), Err(Error::Check));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_found(place in 0..18usize, with in 0..31usize) {
            let mut code = *b"91330100799655058B";
            let right = code[place] == ALPHABET[with];
            code[place] = ALPHABET[with];
            prop_assert_eq!(CreditCode::parse(std::str::from_utf8(&code).unwrap()).is_ok(), right);
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
        }
    }
}
