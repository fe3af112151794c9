//! What a field is known by.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};

/// The longest id, in characters.
pub const MAX_FIELD_ID_CHARS: usize = 63;

/// What a field is known by: words of a-z and 0-9 that begin with a letter, joined by single `_`. So it stays the same where the JSON form
/// of a field mask writes it `skinType`. Stored as a JSON string.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldId(String);

/// A text is no id of a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "must be 1 to {MAX_FIELD_ID_CHARS} of a-z 0-9 _, words that begin with a letter and are joined by single _, such as skin_type"
)]
pub struct FieldIdError;

impl Bilingual for FieldIdError {
    fn chinese(&self) -> String {
        format!(
            "须为 1 至 {MAX_FIELD_ID_CHARS} 个 a-z、0-9、_ 组成的字符，单词以字母开头，以单个 _ 连接，例如 skin_type"
        )
    }
}

impl FieldId {
    /// Reads an id.
    ///
    /// # Errors
    /// [`FieldIdError`].
    pub fn parse(text: &str) -> Result<Self, FieldIdError> {
        let is_word = |word: &str| {
            word.starts_with(|first: char| first.is_ascii_lowercase())
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let fits = text.len() <= MAX_FIELD_ID_CHARS && text.split('_').all(is_word);
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldIdError) }
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<FieldId> for String {
    fn from(id: FieldId) -> Self {
        id.0
    }
}

impl TryFrom<String> for FieldId {
    type Error = FieldIdError;

    fn try_from(text: String) -> Result<Self, FieldIdError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_json_form_of_a_mask() {
        for text in ["a", "skin_type", "size2", "care_history_note"] {
            assert_eq!(FieldId::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "_a", "a_", "a__b", "a_2", "2a", "Skin", "skin-type", "skin.type", "肤质", &"a".repeat(64)] {
            assert_eq!(FieldId::parse(text), Err(FieldIdError), "{text}");
        }
    }
}
