//! The language in which a caller wants to be told what went wrong.

use std::cmp::Ordering;

use contracts::validation::Wording;
use tonic::metadata::MetadataMap;

/// A language that the platform speaks.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English, also when the caller asks for nothing that the platform speaks.
    #[default]
    English,
    /// Chinese as written on the mainland, for every caller who asks for some Chinese.
    Chinese,
}

impl Language {
    /// The one that the `accept-language` of a call prefers (RFC 9110, 12.5.4).
    pub fn of(metadata: &MetadataMap) -> Self {
        let accepted = metadata.get("accept-language").and_then(|value| value.to_str().ok());
        accepted.and_then(preferred).unwrap_or_default()
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The sentence in this language.
    pub fn choose(self, wording: &Wording) -> &str {
        match self {
            Self::English => &wording.english,
            Self::Chinese => &wording.chinese,
        }
    }
}

/// The spoken language with the highest weight, the first of equals.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for range in accepted.split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok());
        if let (Some(language), Some(weight)) = (spoken(tag.trim()), weight)
            && weight > 0.0
            && best.is_none_or(|(_, most)| weight.partial_cmp(&most) == Some(Ordering::Greater))
        {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

fn spoken(tag: &str) -> Option<Language> {
    let language = tag.split_once('-').map_or(tag, |(language, _)| language);
    match language.to_ascii_lowercase().as_str() {
        "en" | "*" => Some(Language::English),
        "zh" => Some(Language::Chinese),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accepted: &'static str) -> Language {
        let mut metadata = MetadataMap::new();
        metadata.insert("accept-language", tonic::metadata::MetadataValue::from_static(accepted));
        Language::of(&metadata)
    }

    #[test]
    fn the_spoken_language_of_the_highest_weight_is_chosen() {
        assert_eq!(of("zh-CN"), Language::Chinese);
        assert_eq!(of("ZH-Hant-TW, en;q=0.5"), Language::Chinese);
        assert_eq!(of("zh;q=0.3,en-GB;q=0.8"), Language::English);
        assert_eq!(of("fr, zh;q=0.2"), Language::Chinese);
        assert_eq!(of("zh;q=0, en;q=0.1"), Language::English);
    }

    #[test]
    fn whoever_asks_for_nothing_spoken_is_told_in_english() {
        assert_eq!(Language::of(&MetadataMap::new()), Language::English);
        assert_eq!(of("fr-FR"), Language::English);
        assert_eq!(of(";;,=q"), Language::English);
    }
}
