//! The words that a tenant uses: stages, reasons, levels, industries, sources, tags. A code is stored and never changes; its names
//! are for people.

mod beginning;
mod code;
mod names;
mod term;
mod unknown;

use std::collections::BTreeMap;
use std::iter::successors;

pub use code::{Code, CodeError, MAX_CODE_CHARS};
pub use names::Names;
use serde::{Deserialize, Serialize};
pub use term::{Category, Details, MAX_POSITION, NextStages, TagKind, Term, TermFacts};
pub use unknown::UnknownTerm;

/// The number of the form in which terms are stored.
pub const SCHEMA: i64 = 1;
/// The most terms of a vocabulary, retired ones included.
pub const MAX_TERMS: usize = 1_000;

/// What a term says of a customer. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Vocabulary {
    /// Where a customer stands with us.
    Stage,
    /// Why a customer entered a stage.
    StageReason,
    /// How much a customer matters to us.
    Level,
    /// What a customer's business is.
    Industry,
    /// Through which channel a customer came.
    Source,
    /// What else is known of a customer.
    Tag,
}

impl Vocabulary {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::StageReason => "stage_reason",
            Self::Level => "level",
            Self::Industry => "industry",
            Self::Source => "source",
            Self::Tag => "tag",
        }
    }
}

/// All terms of a tenant.
#[derive(Clone, Debug)]
pub struct Vocabularies(BTreeMap<Vocabulary, Vec<Term>>);

impl Vocabularies {
    /// The terms that a tenant begins with, with those in their place or beside them that it wrote.
    pub fn new(written: Vec<Term>) -> Self {
        let mut terms: BTreeMap<_, Vec<Term>> = BTreeMap::new();
        for term in written {
            terms.entry(term.vocabulary()).or_default().push(term);
        }
        for term in beginning::terms() {
            let list = terms.entry(term.vocabulary()).or_default();
            if list.iter().all(|written| written.facts.code != term.facts.code) {
                list.push(term);
            }
        }
        for list in terms.values_mut() {
            list.sort_by(|a, b| a.place().cmp(&b.place()));
        }
        Self(terms)
    }

    /// The terms of a vocabulary in their order, those that are not offered too.
    pub fn all(&self, vocabulary: Vocabulary) -> &[Term] {
        self.0.get(&vocabulary).map(Vec::as_slice).unwrap_or_default()
    }

    /// The terms of a vocabulary that records may be given, in their order.
    pub fn offered(&self, vocabulary: Vocabulary) -> impl Iterator<Item = &Term> {
        self.all(vocabulary).iter().filter(|term| term.is_offered())
    }

    /// The term of a code, offered or not.
    pub fn get(&self, vocabulary: Vocabulary, code: &str) -> Option<&Term> {
        self.all(vocabulary).iter().find(|term| term.facts.code.is(code))
    }

    /// The term that a record may be given under a code or a name.
    ///
    /// # Errors
    /// When none is offered under it.
    pub fn find(&self, vocabulary: Vocabulary, text: &str) -> Result<&Term, UnknownTerm> {
        self.find_among(vocabulary, text, |_| true)
    }

    /// As [`Vocabularies::find`], out of some of the terms.
    ///
    /// # Errors
    /// When none of them is offered under it.
    pub fn find_among(
        &self,
        vocabulary: Vocabulary,
        text: &str,
        among: impl Fn(&Term) -> bool,
    ) -> Result<&Term, UnknownTerm> {
        let text = text.trim();
        let terms = || self.all(vocabulary).iter().filter(|term| among(term));
        let named = terms().find(|term| term.facts.code.is(text)).or_else(|| terms().find(|term| term.is_called(text)));
        let found = named.map(|term| self.standing_for(term)).filter(|term| term.is_offered());
        found.ok_or_else(|| UnknownTerm::among(terms().filter(|term| term.is_offered())))
    }

    /// The codes of a term and of all for which it stands.
    pub fn standing_behind(&self, term: &Term) -> Vec<String> {
        let behind = self.all(term.vocabulary()).iter().filter(|other| self.standing_for(other) == term);
        behind.map(|other| other.facts.code.to_string()).collect()
    }

    /// The term that stands for this one: another where it is merged, and so on.
    pub fn standing_for<'a>(&'a self, term: &'a Term) -> &'a Term {
        let next = |term: &&'a Term| self.get(term.vocabulary(), term.merged_into()?.as_str());
        // No circle is written; the bound makes it plain that this ends.
        successors(Some(term), next).take(MAX_TERMS).last().unwrap_or(term)
    }
}

impl Default for Vocabularies {
    /// Those of a tenant that wrote none.
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(vocabulary: Vocabulary, code: &str, change: impl FnOnce(&mut TermFacts)) -> Term {
        let vocabularies = Vocabularies::default();
        let mut term = vocabularies.get(vocabulary, code).unwrap().clone();
        term.revision = 1;
        change(&mut term.facts);
        term
    }

    #[test]
    fn a_tenant_that_wrote_nothing_has_every_vocabulary_in_both_languages() {
        let vocabularies = Vocabularies::default();
        for (vocabulary, count) in [
            (Vocabulary::Stage, 4),
            (Vocabulary::StageReason, 8),
            (Vocabulary::Level, 3),
            (Vocabulary::Industry, 18),
            (Vocabulary::Source, 8),
            (Vocabulary::Tag, 8),
        ] {
            assert_eq!(vocabularies.offered(vocabulary).count(), count, "{vocabulary:?}");
            for term in vocabularies.all(vocabulary) {
                assert!(!term.facts.names.chinese().is_empty() && !term.facts.names.english().is_empty(), "{term:?}");
                assert_eq!(term.revision, 0);
            }
        }
    }

    #[test]
    fn a_term_is_found_by_its_code_in_any_case_and_by_each_of_its_names() {
        let vocabularies = Vocabularies::default();
        for text in ["web_form", "WEB_FORM", " 官网表单 ", "web form"] {
            assert_eq!(vocabularies.find(Vocabulary::Source, text).unwrap().facts.code.as_str(), "web_form", "{text}");
        }
        let unknown = vocabularies.find(Vocabulary::Level, "Z").unwrap_err();
        assert_eq!(unknown.to_string(), "must be one of: A, B, C");
    }

    #[test]
    fn a_retired_term_is_read_and_no_longer_offered() {
        let retired = written(Vocabulary::Level, "B", |facts| facts.retired = true);
        let vocabularies = Vocabularies::new(vec![retired]);
        assert!(vocabularies.get(Vocabulary::Level, "B").is_some());
        assert_eq!(vocabularies.find(Vocabulary::Level, "B").unwrap_err().to_string(), "must be one of: A, C");
    }

    #[test]
    fn what_stands_for_a_merged_tag_is_found_by_the_merged_ones_code() {
        let into = |code: &str| {
            let code = Code::parse(code).unwrap();
            move |facts: &mut TermFacts| {
                let Details::Tag { merged_into, .. } = &mut facts.details else { panic!("{facts:?}") };
                *merged_into = Some(code);
            }
        };
        let first = written(Vocabulary::Tag, "likes_promotions", into("prefers_phone"));
        let second = written(Vocabulary::Tag, "prefers_phone", into("high_value"));
        let vocabularies = Vocabularies::new(vec![first, second]);
        let found = vocabularies.find(Vocabulary::Tag, "喜欢促销信息").unwrap();
        assert_eq!(found.facts.code.as_str(), "high_value");
    }
}
