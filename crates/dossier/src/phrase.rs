//! What the command line says, in the languages that it speaks.

use conventions::language::Language;

/// A fixed phrase in each of the languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    english: &'static str,
    chinese: &'static str,
}

/// A phrase in English and Chinese.
pub(crate) const fn phrase(english: &'static str, chinese: &'static str) -> Phrase {
    Phrase { english, chinese }
}

impl Phrase {
    /// The phrase in this language.
    pub(crate) fn of(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }
}
