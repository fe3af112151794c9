//! What stands in a person's tokens.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};

use crate::domain::name::is_control;

/// The longest issuer and the longest subject, in characters.
pub const MAX_TOKEN_TEXT_CHARS: usize = 200;

/// The issuer (`iss`) or the subject (`sub`) of a person's tokens, exactly as it stands there: 1 to 200 characters, none of
/// them a control character. Stored as a JSON string.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenText(String);

/// Why a text is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenTextError {
    /// There is nothing but space.
    #[error("must not be empty")]
    Empty,
    /// More characters than that.
    #[error("must have at most {MAX_TOKEN_TEXT_CHARS} characters")]
    TooLong,
    /// It holds a character that cannot be seen.
    #[error("must not hold control characters such as line breaks")]
    ControlCharacter,
}

impl Bilingual for TokenTextError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty => "不能为空".to_owned(),
            Self::TooLong => format!("最多 {MAX_TOKEN_TEXT_CHARS} 个字符"),
            Self::ControlCharacter => "不能含有换行等控制字符".to_owned(),
        }
    }
}

impl TokenText {
    /// Reads a text.
    pub fn parse(text: &str) -> Result<Self, TokenTextError> {
        if text.trim().is_empty() {
            Err(TokenTextError::Empty)
        } else if text.chars().count() > MAX_TOKEN_TEXT_CHARS {
            Err(TokenTextError::TooLong)
        } else if text.contains(is_control) {
            Err(TokenTextError::ControlCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text as it stands in tokens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A subject may be somebody's name or address, so the text itself is not shown.
impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenText(…)")
    }
}

impl From<TokenText> for String {
    fn from(text: TokenText) -> Self {
        text.0
    }
}

impl TryFrom<String> for TokenText {
    type Error = TokenTextError;

    fn try_from(text: String) -> Result<Self, TokenTextError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_exactly_as_it_stands_in_tokens() {
        for text in ["auth0|5f7c8ec7c33c6c004bbafe82", "CN=张三,OU=销售", " a ", "Jose\u{301}"] {
            assert_eq!(TokenText::parse(text).unwrap().as_str(), text);
        }
        assert!(TokenText::parse(&"长".repeat(200)).is_ok());
    }

    #[test]
    fn texts_that_no_token_holds_are_refused() {
        assert_eq!(TokenText::parse(" "), Err(TokenTextError::Empty));
        assert_eq!(TokenText::parse(&"x".repeat(201)), Err(TokenTextError::TooLong));
        assert_eq!(TokenText::parse("https://a\nb"), Err(TokenTextError::ControlCharacter));
    }

    #[test]
    fn a_text_is_not_shown_for_debugging() {
        assert!(!format!("{:?}", TokenText::parse("li.na@example.com").unwrap()).contains("li.na"));
    }
}
