//! Patterns of texts.

use conventions::violations::Bilingual;
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// The longest pattern, in characters.
pub const MAX_PATTERN_CHARS: usize = 500;
/// The most memory that a compiled pattern, and the search with it, may take, in bytes: `(a{1000}){1000}` is refused, not compiled.
const MAX_COMPILED_BYTES: usize = 256 * 1024;
/// The deepest nesting of groups.
const MAX_DEPTH: u32 = 32;

/// A regular expression that a whole text must match. It takes time in proportion to the text, whatever it says: there are no back
/// references and no look-around. Stored as a JSON string.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    text: String,
    compiled: Regex,
}

/// A text is no such pattern.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PatternError {
    /// It is too long.
    #[error("must have at most {MAX_PATTERN_CHARS} characters: shorten it")]
    TooLong,
    /// It is no regular expression.
    #[error("must be a regular expression without look-around and back references, such as [A-Z]{{2}}[0-9]+")]
    Syntax,
    /// It would take too much memory.
    #[error("must not repeat so much: make the numbers in braces smaller")]
    TooLarge,
}

impl Bilingual for PatternError {
    fn chinese(&self) -> String {
        match self {
            Self::TooLong => format!("最多 {MAX_PATTERN_CHARS} 个字符，请缩短"),
            Self::Syntax => "须为正则表达式，不支持环视和反向引用，例如 [A-Z]{2}[0-9]+".to_owned(),
            Self::TooLarge => "重复次数过多，请减小花括号中的数字".to_owned(),
        }
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`PatternError`].
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.chars().count() > MAX_PATTERN_CHARS {
            return Err(PatternError::TooLong);
        }
        let build = |text: &str| {
            let mut builder = RegexBuilder::new(text);
            builder.size_limit(MAX_COMPILED_BYTES).dfa_size_limit(MAX_COMPILED_BYTES).nest_limit(MAX_DEPTH);
            builder.build().map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
                _ => PatternError::Syntax,
            })
        };
        // Alone first: what closes a group that it did not open is no pattern.
        build(text)?;
        Ok(Self { text: text.to_owned(), compiled: build(&format!(r"\A(?:{text})\z"))? })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.text
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_match() {
        let either = Pattern::parse("a|bc").unwrap();
        assert!(either.matches("a") && either.matches("bc"));
        assert!(!either.matches("ac") && !either.matches("xa") && !either.matches("a\n"));
        assert!(Pattern::parse("").unwrap().matches(""));
    }

    #[test]
    fn what_is_no_pattern_or_would_grow_is_refused() {
        for (text, error) in [
            ("(", PatternError::Syntax),
            ("a)(b", PatternError::Syntax),
            (r"(a)\1", PatternError::Syntax),
            ("(?=a)", PatternError::Syntax),
            ("((a{100}){100}){100}", PatternError::TooLarge),
        ] {
            assert_eq!(Pattern::parse(text).unwrap_err(), error, "{text}");
        }
        assert_eq!(Pattern::parse(&"a".repeat(501)).unwrap_err(), PatternError::TooLong);
    }

    #[test]
    fn what_backtracks_elsewhere_is_answered_at_once() {
        let pattern = Pattern::parse("(a+)+b").unwrap();
        assert!(!pattern.matches(&"a".repeat(10_000)));
    }
}
