//! What of a customer can be searched although it is sealed, and what a query asks for.
//!
//! A record is filed under the terms of its names and contact points; the terms are hashed under the tenant's key
//! before they are stored. A query names the terms that its answers are filed under. Terms are coarser than queries, so
//! what they find is opened and checked with [`Query::matches`].

mod query;

use std::fmt;

pub use query::{MAX_QUERY_CHARS, Query, QueryError};

use super::contact_point::{ContactKind, ContactPoint, ContactValue};
use super::name::{Name, bigrams, normalise, pinyin};

/// How many digits at the front of a phone number are searched: an operator's prefix such as 139, and with its region.
const PREFIX_LENGTHS: [(usize, TermKind); 2] = [(3, TermKind::PhonePrefix3), (7, TermKind::PhonePrefix7)];

/// One thing under which a record is filed. Kind and text are hashed together, so the form of neither ever changes.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Term {
    /// What the text is.
    pub kind: TermKind,
    /// The text, normalised.
    pub text: String,
}

/// What a term is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum TermKind {
    /// A whole phone, fax or WhatsApp number in E.164, without its extension: `phone:+8613912345678`.
    PhoneWhole,
    /// The last four digits of a number: `phone-last4:5678`.
    PhoneLastFour,
    /// The first three digits of a national number: `phone-first3:139`.
    PhonePrefix3,
    /// The first seven digits of a national number: `phone-first7:1391234`.
    PhonePrefix7,
    /// A whole e-mail address in its search form: `email:li.si@example.com`.
    EmailWhole,
    /// A whole WeChat id in lower case: `wechat:zhangsan`.
    WechatWhole,
    /// Two neighbouring characters of a normalised name: `name:曹明`; or the character with which a name begins that is written
    /// without letters of ASCII, such as a surname: `name:曹`.
    NameBigram,
    /// The reading of a Chinese character of a name: `pinyin:zhang`.
    Pinyin,
    /// With which letters two neighbouring Chinese characters of a name are read: `initials:zs`.
    Initials,
    /// A whole value of any other kind, or one that an import could not read: `other:123456`.
    OtherWhole,
}

/// The terms under which a record with these names and contact points is filed, each once, sorted.
pub fn terms<'a>(
    names: impl IntoIterator<Item = &'a Name>,
    contact_points: impl IntoIterator<Item = &'a ContactPoint>,
) -> Vec<Term> {
    let mut terms: Vec<Term> = contact_points.into_iter().flat_map(of_contact_point).collect();
    for name in names {
        let name = normalise(name.as_str());
        terms.extend(bigrams(&name).into_iter().map(|gram| Term::new(TermKind::NameBigram, gram)));
        let beginning = name.chars().next().filter(|character| !character.is_ascii());
        terms.extend(beginning.map(|character| Term::new(TermKind::NameBigram, character)));
        terms.extend(readings_of(&name));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// How a name's Chinese characters are read: each syllable, and the letters with which two neighbours begin.
fn readings_of(name: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut before: Vec<char> = Vec::new();
    for character in name.chars() {
        terms.extend(pinyin::readings(character).into_iter().map(|syllable| Term::new(TermKind::Pinyin, syllable)));
        let initials = pinyin::initials(character);
        for first in &before {
            terms.extend(initials.iter().map(|second| Term::new(TermKind::Initials, format!("{first}{second}"))));
        }
        before = initials;
    }
    terms
}

fn of_contact_point(point: &ContactPoint) -> Vec<Term> {
    let value = &point.value;
    let ending = number_digits(value).and_then(|digits| Some(Term::new(TermKind::PhoneLastFour, last_four(&digits)?)));
    let Some(phone) = value.phone() else {
        return [whole(value)].into_iter().chain(ending).collect();
    };
    let prefix = |(length, kind): &(usize, TermKind)| Some(Term::new(*kind, phone.national_prefix(*length)?));
    [whole(value)].into_iter().chain(ending).chain(PREFIX_LENGTHS.iter().filter_map(prefix)).collect()
}

fn whole(value: &ContactValue) -> Term {
    if let Some(phone) = value.phone() {
        return Term::new(TermKind::PhoneWhole, phone.e164());
    }
    let kind = match value.kind() {
        ContactKind::Email if !value.is_malformed() => TermKind::EmailWhole,
        ContactKind::Wechat if !value.is_malformed() => TermKind::WechatWhole,
        _ => TermKind::OtherWhole,
    };
    Term::new(kind, value.search_form())
}

/// The digits of a number with its country code, and those of a number that an import could not read.
fn number_digits(value: &ContactValue) -> Option<String> {
    let is_number = matches!(value.kind(), ContactKind::Phone | ContactKind::Fax | ContactKind::Whatsapp);
    let text = value.phone().map_or(value.as_str(), |phone| phone.e164());
    is_number.then(|| text.chars().filter(char::is_ascii_digit).collect())
}

fn last_four(digits: &str) -> Option<&str> {
    digits.get(digits.len().checked_sub(4)?..)
}

impl Term {
    fn new(kind: TermKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl TermKind {
    /// The word that stands for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PhoneWhole => "phone",
            Self::PhoneLastFour => "phone-last4",
            Self::PhonePrefix3 => "phone-first3",
            Self::PhonePrefix7 => "phone-first7",
            Self::EmailWhole => "email",
            Self::WechatWhole => "wechat",
            Self::NameBigram => "name",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
            Self::OtherWhole => "other",
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.text)
    }
}

/// A part of personal data, so the text itself is not shown.
impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Term({}:…)", self.kind.as_str())
    }
}

#[cfg(test)]
mod tests;
