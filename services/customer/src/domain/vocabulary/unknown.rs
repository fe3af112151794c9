//! The refusal of a word that is not offered.

use conventions::violations::Bilingual;

use super::Term;

/// How many terms a refusal lists.
const MOST_LISTED: usize = 40;

/// A text is neither the code nor a name of a term that is offered.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{}", self.english())]
pub struct UnknownTerm {
    /// The codes and Chinese names of the first that are offered.
    offered: Vec<(String, String)>,
    /// Whether there are more.
    more: bool,
}

impl UnknownTerm {
    pub(super) fn among<'a>(mut terms: impl Iterator<Item = &'a Term>) -> Self {
        let listed = terms.by_ref().take(MOST_LISTED);
        let offered = listed.map(|term| (term.facts.code.to_string(), term.facts.names.chinese().to_owned())).collect();
        Self { offered, more: terms.next().is_some() }
    }

    fn english(&self) -> String {
        let codes: Vec<_> = self.offered.iter().map(|(code, _)| code.as_str()).collect();
        match (codes.is_empty(), self.more) {
            (true, _) => "must be absent: no term is offered; CreateTerm adds one".to_owned(),
            (false, false) => format!("must be one of: {}", codes.join(", ")),
            (false, true) => format!("must be one of: {} and others that ListTerms answers", codes.join(", ")),
        }
    }
}

impl Bilingual for UnknownTerm {
    fn chinese(&self) -> String {
        let named: Vec<_> = self.offered.iter().map(|(code, name)| format!("{name}（{code}）")).collect();
        match (named.is_empty(), self.more) {
            (true, _) => "须留空：没有可用的词条，可用 CreateTerm 添加".to_owned(),
            (false, false) => format!("须为以下之一：{}", named.join("、")),
            (false, true) => format!("须为以下之一：{} 等，全部词条可用 ListTerms 查询", named.join("、")),
        }
    }
}
