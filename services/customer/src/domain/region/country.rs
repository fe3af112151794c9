//! Countries, by code and by the names that people write.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use conventions::violations::Bilingual;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::country_table::COUNTRIES;
use crate::domain::name::normalise;

/// A country or territory of ISO 3166-1. Stored as its alpha-2 code: `"CN"`.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(into = "&'static str")]
pub struct Country(&'static str);

/// The text names no country.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("is not a country: give its ISO 3166 code such as CN or DE, or its English or Chinese name")]
pub struct UnknownCountry;

impl Bilingual for UnknownCountry {
    fn chinese(&self) -> String {
        "不是国家或地区，请填写 ISO 3166 代码（例如 CN、DE）或其中文、英文名称".to_owned()
    }
}

pub(super) struct Entry {
    code: &'static str,
    alpha_3: &'static str,
    english: &'static str,
    chinese: &'static str,
    others: &'static [&'static str],
}

impl Entry {
    pub(super) const fn new(
        code: &'static str,
        alpha_3: &'static str,
        english: &'static str,
        chinese: &'static str,
        others: &'static [&'static str],
    ) -> Self {
        Self { code, alpha_3, english, chinese, others }
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.code, self.alpha_3, self.english, self.chinese].into_iter().chain(self.others.iter().copied())
    }
}

static BY_NAME: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    COUNTRIES.iter().flat_map(|entry| entry.names().map(|name| (normalise(name), Country(entry.code)))).collect()
});

impl Country {
    /// China.
    pub const CHINA: Self = Self("CN");

    /// Reads an alpha-2 or alpha-3 code or a name in English or Chinese; case, accents and punctuation do not matter.
    pub fn parse(text: &str) -> Result<Self, UnknownCountry> {
        BY_NAME.get(&normalise(text)).copied().ok_or(UnknownCountry)
    }

    /// The ISO 3166-1 alpha-2 code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The English name.
    pub fn english(self) -> &'static str {
        self.entry().map_or(self.0, |entry| entry.english)
    }

    /// The Chinese name.
    pub fn chinese(self) -> &'static str {
        self.entry().map_or(self.0, |entry| entry.chinese)
    }

    fn entry(self) -> Option<&'static Entry> {
        COUNTRIES.iter().find(|entry| entry.code == self.0)
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl From<Country> for &'static str {
    fn from(country: Country) -> Self {
        country.0
    }
}

/// By hand, because the derived code would borrow the code from what is read.
impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(text: String) -> Result<Self, UnknownCountry> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_spellings_are_read() {
        for (text, code) in [
            ("Germany", "DE"),
            ("德国", "DE"),
            ("德國", "DE"),
            ("deu", "DE"),
            ("México", "MX"),
            ("mexico", "MX"),
            ("UK", "GB"),
            ("U.S.A.", "US"),
            ("ＵＳＡ", "US"),
            (" cn ", "CN"),
            ("中华人民共和国", "CN"),
            ("中国台湾", "TW"),
            ("台灣", "TW"),
            ("Hong Kong SAR", "HK"),
            ("Cote d’Ivoire", "CI"),
            ("Korea, Republic of", "KR"),
        ] {
            assert_eq!(Country::parse(text).map(Country::code), Ok(code), "{text}");
        }
        assert_eq!(Country::parse("Atlantis"), Err(UnknownCountry));
        assert_eq!(Country::parse(""), Err(UnknownCountry));
    }

    #[test]
    fn no_name_means_two_countries() {
        for entry in &COUNTRIES {
            for name in entry.names() {
                assert_eq!(Country::parse(name).map(Country::code), Ok(entry.code), "{name}");
            }
        }
    }

    #[test]
    fn a_country_is_stored_as_its_code() {
        let germany = Country::parse("德国").unwrap();
        assert_eq!((germany.code(), germany.english(), germany.chinese()), ("DE", "Germany", "德国"));
        assert_eq!(serde_json::to_string(&germany).unwrap(), "\"DE\"");
        assert_eq!(serde_json::from_str::<Country>("\"DE\"").unwrap(), germany);
    }
}
