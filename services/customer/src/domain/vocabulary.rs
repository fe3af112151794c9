//! The words that a tenant uses: levels, industries, sources, reasons of loss. A code is stored and never changes; its names are
//! for people.

use conventions::violations::Bilingual;

/// A word of a vocabulary.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Term {
    /// What is stored.
    pub code: &'static str,
    /// How it is called in Chinese.
    pub chinese: &'static str,
    /// How it is called in English.
    pub english: &'static str,
}

const fn term(code: &'static str, chinese: &'static str, english: &'static str) -> Term {
    Term { code, chinese, english }
}

/// A closed list of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Vocabulary(pub &'static [Term]);

/// A word that is not in the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be one of: {list}", list = .0.0.iter().map(|term| term.code).collect::<Vec<_>>().join(", "))]
pub struct UnknownTerm(Vocabulary);

impl Bilingual for UnknownTerm {
    fn chinese(&self) -> String {
        let named = |term: &Term| format!("{}（{}）", term.chinese, term.code);
        format!("须为以下之一：{}", self.0.0.iter().map(named).collect::<Vec<_>>().join("、"))
    }
}

impl Vocabulary {
    /// The code of a word that is given by its code or one of its names.
    pub fn find(self, text: &str) -> Result<&'static str, UnknownTerm> {
        let text = text.trim();
        let is = |term: &&Term| {
            term.code.eq_ignore_ascii_case(text) || term.chinese == text || term.english.eq_ignore_ascii_case(text)
        };
        self.0.iter().find(is).map(|term| term.code).ok_or(UnknownTerm(self))
    }
}

/// How much a customer matters to us.
pub const LEVELS: Vocabulary =
    Vocabulary(&[term("A", "A级", "Level A"), term("B", "B级", "Level B"), term("C", "C级", "Level C")]);

/// What a customer's business is.
pub const INDUSTRIES: Vocabulary = Vocabulary(&[
    term("manufacturing", "制造业", "Manufacturing"),
    term("it", "IT", "Information technology"),
    term("retail", "零售", "Retail"),
    term("education", "教育", "Education"),
    term("services", "服务业", "Services"),
    term("catering", "餐饮", "Catering"),
    term("medical_aesthetics", "医美", "Medical aesthetics"),
    term("trade", "贸易", "Trade"),
    term("finance", "金融", "Finance"),
    term("healthcare", "医疗", "Healthcare"),
    term("real_estate", "房地产", "Real estate"),
    term("construction", "建筑", "Construction"),
    term("logistics", "物流", "Logistics"),
    term("agriculture", "农业", "Agriculture"),
    term("energy", "能源", "Energy"),
    term("media", "媒体", "Media"),
    term("government", "政府", "Government"),
    term("other", "其他", "Other"),
]);

/// Through which channel a customer came.
pub const SOURCES: Vocabulary = Vocabulary(&[
    term("web_form", "官网表单", "Web form"),
    term("exhibition", "展会", "Exhibition"),
    term("referral", "客户转介绍", "Referral"),
    term("online_enquiry", "线上咨询", "Online enquiry"),
    term("social", "社交媒体", "Social media"),
    term("campaign", "活动", "Campaign"),
    term("import", "导入", "Import"),
    term("other", "其他", "Other"),
]);

/// Why a customer was lost.
pub const LOSS_REASONS: Vocabulary = Vocabulary(&[
    term("price", "价格", "Price"),
    term("competitor", "选择竞争对手", "Chose a competitor"),
    term("no_need", "需求消失", "No need any more"),
    term("no_budget", "预算不足", "No budget"),
    term("service", "对服务不满", "Unhappy with the service"),
    term("unreachable", "失联", "Cannot be reached"),
    term("closed", "停业", "Out of business"),
    term("other", "其他", "Other"),
]);
