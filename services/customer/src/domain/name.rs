//! Names: as they are written, and in the form in which they are compared and searched.

mod normalised;
pub mod pinyin;

use std::fmt;

use conventions::violations::Bilingual;
pub use normalised::{NormalisedName, bigrams, normalise};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The longest name of a customer or person, in characters.
pub const MAX_NAME_CHARS: usize = 200;

/// The longest label, in characters.
pub const MAX_LABEL_CHARS: usize = 100;

/// The name of a customer or a person: 1 to 200 characters in Unicode's composed form (NFC), otherwise as it was
/// written, without space around it and without control characters. Stored as a JSON string.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// What a user calls one entry of a list, such as 办公室: at most 100 characters, may be empty. Stored as a JSON string.
#[derive(Clone, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// Why a name or a label is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// Nothing is left without the space around it.
    #[error("must not be empty: give the registered name of a company or the full name of a person")]
    Empty,
    /// More characters than this.
    #[error("must have at most {0} characters: shorten it")]
    TooLong(usize),
    /// It holds a character that cannot be seen.
    #[error("must not hold control characters such as line breaks: remove them")]
    ControlCharacter,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Empty => "不能为空，请填写企业的注册名称或个人的全名".to_owned(),
            Self::TooLong(most) => format!("最多 {most} 个字符，请缩短"),
            Self::ControlCharacter => "不能含有换行等控制字符，请删除".to_owned(),
        }
    }
}

impl Name {
    /// Reads a name.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = tidy(text, MAX_NAME_CHARS)?;
        if text.is_empty() { Err(Error::Empty) } else { Ok(Self(text)) }
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are compared.
    pub fn normalised(&self) -> NormalisedName {
        NormalisedName::of(&self.0)
    }
}

impl Label {
    /// Reads a label.
    pub fn parse(text: &str) -> Result<Self, Error> {
        tidy(text, MAX_LABEL_CHARS).map(Self)
    }

    /// The label as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a character is neither seen nor a space: controls, line separators, marks that turn the direction of text.
pub(super) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character at either end of a cell or a form field means nothing: space, a zero-width space, a byte order mark.
pub(super) fn is_padding(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn tidy(text: &str, max_chars: usize) -> Result<String, Error> {
    let text: String = text.trim_matches(is_padding).nfc().take(max_chars + 1).collect();
    if text.chars().count() > max_chars {
        Err(Error::TooLong(max_chars))
    } else if text.contains(is_control) {
        Err(Error::ControlCharacter)
    } else {
        Ok(text)
    }
}

/// Names a person, so the name itself is not shown.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

/// May name a person, so the label itself is not shown.
impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Label(…)")
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl TryFrom<String> for Name {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

impl TryFrom<String> for Label {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_trimmed_and_composed() {
        assert_eq!(Name::parse(" \u{feff}曹明\u{3000}\n").unwrap().as_str(), "曹明");
        assert_eq!(Name::parse("Jose\u{301}").unwrap().as_str(), "José");
        assert_eq!(Name::parse("(株) 東京").unwrap().as_str(), "(株) 東京");
    }

    #[test]
    fn names_that_cannot_be_read_or_shown_are_refused() {
        assert_eq!(Name::parse(" \u{200b} "), Err(Error::Empty));
        assert_eq!(Name::parse("a\nb"), Err(Error::ControlCharacter));
        assert_eq!(Name::parse("evil\u{202e}gpj.exe"), Err(Error::ControlCharacter));
        assert_eq!(Name::parse(&"长".repeat(201)), Err(Error::TooLong(200)));
        assert!(Name::parse(&"长".repeat(200)).is_ok());
        assert!(Label::parse("").unwrap().is_empty());
        assert_eq!(Label::parse(&"x".repeat(101)), Err(Error::TooLong(100)));
    }

    proptest! {
        #[test]
        fn a_parsed_name_parses_to_itself(text in any::<String>()) {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()), Ok(name.clone()));
                let stored = serde_json::to_string(&name).unwrap();
                prop_assert_eq!(serde_json::from_str::<Name>(&stored).unwrap(), name);
            }
        }
    }
}
