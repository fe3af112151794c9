//! What a term is called in each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::name::Label;
use crate::domain::tenant::LANGUAGES;

/// The names of a term by language, BCP 47; at least one, none empty. Stored as a JSON object.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Names(BTreeMap<String, Label>);

impl Names {
    /// These names.
    pub fn new(names: BTreeMap<String, Label>) -> Self {
        Self(names)
    }

    /// The name in Chinese, or in another language where there is none.
    pub fn chinese(&self) -> &str {
        let [chinese, _] = LANGUAGES;
        self.preferred(chinese)
    }

    /// The name in English, or in another language where there is none.
    pub fn english(&self) -> &str {
        let [_, english] = LANGUAGES;
        self.preferred(english)
    }

    /// All names, with their languages.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(language, name)| (language.as_str(), name.as_str()))
    }

    fn preferred(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map(Label::as_str).unwrap_or_default()
    }
}
