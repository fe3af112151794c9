//! Telephone numbers.

use std::fmt;

use conventions::violations::Bilingual;
use rlibphonenumber::{PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::region::Country;

/// The longest text that is read as a telephone number, in characters.
pub const MAX_PHONE_CHARS: usize = 64;

/// The longest extension, in digits; what is longer is a second number.
pub const MAX_EXTENSION_DIGITS: usize = 8;

/// What Chinese writes before an extension.
const EXTENSION_WORDS: [&str; 4] = ["转分机", "分机", "转", "轉"];

/// What stands between the number and its extension in the stored form, as in RFC 3966.
const EXTENSION_MARK: &str = ";ext=";

/// A telephone number that its country's numbering plan allows, with its extension if it has one. Stored as a JSON
/// string in E.164, the extension behind it as in RFC 3966: `"+8657187001234;ext=801"`.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Where a number leads, as far as the numbering plan tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Line {
    /// A mobile phone.
    Mobile,
    /// A fixed line.
    Fixed,
    /// One of the two; the country does not tell them apart.
    MobileOrFixed,
    /// A service number: free, shared cost, premium rate, voice over IP and others.
    Service,
}

/// Why a telephone number is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too few digits, or what is not a number at all.
    #[error("is not a telephone number: write digits, with + and the country code if it is abroad")]
    NotANumber,
    /// It begins with a country code that is not in use.
    #[error("has an unknown country code: write + and the code of its country, such as +86")]
    CountryCode,
    /// The numbering plan of its country does not allow it.
    #[error(
        "is not a number in use: check the digits and the area code; without + and a country code it is read as a number \
         of {0}"
    )]
    NotInPlan(Country),
    /// More than 64 characters, or an extension that is as long as a number.
    #[error("must be one number of at most {MAX_PHONE_CHARS} characters: give one number for each contact point")]
    TooLong,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::NotANumber => "不是电话号码，请填写数字；境外号码前须加 + 和国家（地区）代码".to_owned(),
            Self::CountryCode => "国家（地区）代码不存在，请填写 + 和所属国家（地区）的代码，例如 +86".to_owned(),
            Self::NotInPlan(country) => {
                let country = country.chinese();
                format!("不是有效号码，请核对数字和区号；未加 + 和国家（地区）代码的，按{country}的号码识别")
            }
            Self::TooLong => format!("只能填写一个号码，最多 {MAX_PHONE_CHARS} 个字符；多个号码请分列为多个联系方式"),
        }
    }
}

impl Phone {
    /// Reads a number as people write it; one without `+` is a number of `default_country`.
    pub fn parse(text: &str, default_country: Country) -> Result<Self, Error> {
        if text.chars().count() > MAX_PHONE_CHARS {
            return Err(Error::TooLong);
        }
        let narrow: String = text.nfkc().collect();
        let text = EXTENSION_WORDS.iter().fold(narrow, |text, word| text.replace(word, " ext "));
        let region = Region::try_from(default_country.code()).ok();
        let number = PHONE_NUMBER_UTIL.parse(&text, region).map_err(|error| match error {
            ParseError::InvalidCountryCode => Error::CountryCode,
            ParseError::NotANumber(_) => Error::NotANumber,
            ParseError::TooShortAfterIdd | ParseError::TooShortNsn | ParseError::TooLongNsn => {
                Error::NotInPlan(default_country)
            }
        })?;
        if !number.is_valid() {
            return Err(Error::NotInPlan(default_country));
        }
        let mut stored = number.format_as(PhoneNumberFormat::E164).into_owned();
        if let Some(extension) = number.extension.as_deref().filter(|digits| !digits.is_empty()) {
            if extension.len() > MAX_EXTENSION_DIGITS {
                return Err(Error::TooLong);
            }
            stored.push_str(EXTENSION_MARK);
            stored.push_str(extension);
        }
        Self::try_from(stored)
    }

    /// The number in E.164, without its extension.
    pub fn e164(&self) -> &str {
        self.0.split_once(EXTENSION_MARK).map_or(self.0.as_str(), |(number, _)| number)
    }

    /// The digits of the extension.
    pub fn extension(&self) -> Option<&str> {
        self.0.split_once(EXTENSION_MARK).map(|(_, extension)| extension)
    }

    /// The digits behind the country code, without the zero that is dialled before an area code at home.
    pub fn national(&self) -> &str {
        let digits = self.e164().trim_start_matches('+');
        digits.get(country_code_length(digits)..).unwrap_or_default()
    }

    /// The last four digits; all of them, if there are fewer.
    pub fn last_four(&self) -> &str {
        let national = self.national();
        national.get(national.len().saturating_sub(4)..).unwrap_or_default()
    }

    /// The first digits of the national number, if it has so many.
    pub fn national_prefix(&self, digits: usize) -> Option<&str> {
        self.national().get(..digits)
    }

    /// Where the number leads, asked of the numbering plan.
    pub fn line(&self) -> Line {
        match PHONE_NUMBER_UTIL.parse(self.e164(), None).map(|number| number.get_type()) {
            Ok(PhoneNumberType::Mobile) => Line::Mobile,
            Ok(PhoneNumberType::FixedLine) => Line::Fixed,
            Ok(PhoneNumberType::FixedLineOrMobile) => Line::MobileOrFixed,
            _ => Line::Service,
        }
    }

    /// The number as it is stored: E.164, with the extension if there is one.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many digits the country code has at the front of an E.164 number: ITU-T E.164 gives codes of one digit to zones
/// 1 and 7, of two digits to the countries listed here, and of three digits to all others.
fn country_code_length(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

/// Personal, so the number itself is not shown.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

/// Reads the stored form. Numbering plans change, so a number that was once in use stays readable: only the form is
/// checked.
impl TryFrom<String> for Phone {
    type Error = Error;

    fn try_from(stored: String) -> Result<Self, Error> {
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let phone = Self(stored);
        let number_is_well_formed = phone.e164().strip_prefix('+').is_some_and(are_digits);
        if number_is_well_formed && phone.extension().is_none_or(are_digits) {
            Ok(phone)
        } else {
            Err(Error::NotANumber)
        }
    }
}

#[cfg(test)]
mod tests;
