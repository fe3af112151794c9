//! The codes of terms.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};

/// The longest code, in characters.
pub const MAX_CODE_CHARS: usize = 64;

/// What stands for a term in records: letters and digits of any script, `_`, `-` and `.`. Codes that differ in case alone are the
/// same. Stored as a JSON string.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// A text is no code.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be 1 to {MAX_CODE_CHARS} letters, digits, `_`, `-` and `.`")]
pub struct CodeError;

impl Bilingual for CodeError {
    fn chinese(&self) -> String {
        format!("须为 1 至 {MAX_CODE_CHARS} 个字母、汉字、数字或 `_`、`-`、`.`")
    }
}

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        let count = text.chars().count();
        let fits = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if (1..=MAX_CODE_CHARS).contains(&count) && fits { Ok(Self(text.to_owned())) } else { Err(CodeError) }
    }

    /// The code as it was first written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is this code, in any case.
    pub fn is(&self, text: &str) -> bool {
        self.0 == text || self.0.to_lowercase() == text.to_lowercase()
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Code {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_any_script_make_a_code_and_spaces_and_stars_do_not() {
        for text in ["vip", "A", "高价值客户", "product.a-2_b"] {
            assert_eq!(Code::parse(text).unwrap().as_str(), text);
        }
        for text in ["", " ", "a b", "a*", "a,b", "a\"b", "a\nb"] {
            assert_eq!(Code::parse(text), Err(CodeError), "{text}");
        }
        assert_eq!(Code::parse(&"甲".repeat(65)), Err(CodeError));
        assert_eq!(Code::parse("VIP"), Code::parse("vip"));
    }
}
