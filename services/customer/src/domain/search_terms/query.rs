//! What a query asks for: alternatives, of which a record must satisfy one.

use std::fmt;

use conventions::violations::Bilingual;

use super::{Term, TermKind, last_four, number_digits, whole};
use crate::domain::contact_point::{ContactPoint, search_form};
use crate::domain::email::Email;
use crate::domain::name::{Name, NormalisedName, bigrams, is_padding, normalise, pinyin};
use crate::domain::phone::Phone;
use crate::domain::region::Country;
use crate::domain::wechat::WechatId;

/// The longest query, in characters.
pub const MAX_QUERY_CHARS: usize = 200;

/// How many pairs of characters of a name are looked up; the check of what is found sees all of them.
const MAX_NAME_TERMS: usize = 12;

/// More letters are not taken for the reading of a name.
const MAX_PINYIN_LETTERS: usize = 24;

/// From how many digits on a valid number is taken for a whole one. In some countries shorter ones are valid too, but
/// who types those means a part.
const WHOLE_NUMBER_DIGITS: usize = 8;

/// A search for customers by name, phone number, e-mail address or another contact point.
#[derive(Clone, Debug)]
pub struct Query {
    alternatives: Vec<Alternative>,
}

/// Why a query is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// Nothing to search for.
    #[error("must not be empty: give a part of a name, a phone number or its last four digits, or an e-mail address")]
    Empty,
    /// More than 200 characters.
    #[error("must have at most {MAX_QUERY_CHARS} characters: search for a part of the name")]
    TooLong,
}

impl Bilingual for QueryError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty => "不能为空，请输入名称的一部分、电话号码或其后四位，或邮箱地址".to_owned(),
            Self::TooLong => format!("最多 {MAX_QUERY_CHARS} 个字符，请只搜索名称的一部分"),
        }
    }
}

/// One reading of a query.
#[derive(Clone, Debug)]
struct Alternative {
    /// What answers are filed under, all of these; at least one.
    terms: Vec<Term>,
    /// What makes a record that is filed so an answer.
    check: Check,
}

#[derive(Clone)]
enum Check {
    /// It has a contact point with the one term.
    Whole,
    /// It has a number with these digits at its end.
    NumberEnding(String),
    /// It has a number with these digits behind its country code.
    NumberBeginning(String),
    /// It has a name with all these parts.
    NameParts(Vec<String>),
    /// It has a name whose neighbouring characters are read so.
    Pinyin(Vec<String>),
    /// It has a name the readings of whose neighbouring characters begin so.
    Initials(Vec<char>),
}

impl Query {
    /// Reads a query; phones without a country code are numbers of `default_country`.
    ///
    /// A whole phone number and an e-mail address are nothing else. Fewer digits are a part of a number or of a name.
    /// Anything else is words of a name, in any order or together without its legal form, or a WeChat id. And every
    /// text may be a whole value of another kind.
    pub fn parse(text: &str, default_country: Country) -> Result<Self, QueryError> {
        let text = text.trim_matches(is_padding);
        if text.is_empty() {
            return Err(QueryError::Empty);
        }
        if text.chars().count() > MAX_QUERY_CHARS {
            return Err(QueryError::TooLong);
        }
        let digits = digits_of(text);
        let phone = digits.as_ref().and_then(|_| Phone::parse(text, default_country).ok());
        let email = Email::parse(text).ok();
        let is_whole = email.is_some() || phone.as_ref().is_some_and(|p| p.national().len() >= WHOLE_NUMBER_DIGITS);

        let mut alternatives = vec![Alternative::whole(TermKind::OtherWhole, search_form(text))];
        alternatives.extend(phone.map(|phone| Alternative::whole(TermKind::PhoneWhole, phone.e164())));
        alternatives.extend(email.map(|email| Alternative::whole(TermKind::EmailWhole, email.search_form())));
        if !is_whole {
            let wechat = WechatId::parse(text).ok();
            alternatives.extend(wechat.map(|id| Alternative::whole(TermKind::WechatWhole, id.search_form())));
            alternatives.extend(digits.iter().flat_map(|digits| parts_of_a_number(digits)));
            alternatives.extend(parts_of_a_name(text));
            alternatives.extend(readings(text));
        }
        Ok(Self { alternatives })
    }

    /// The terms to look up: an answer is filed under all terms of one of these lists. No list is empty.
    pub fn terms(&self) -> impl Iterator<Item = &[Term]> {
        self.alternatives.iter().map(|alternative| alternative.terms.as_slice())
    }

    /// Whether a record with these names and contact points is an answer.
    pub fn matches<'a>(&self, names: impl IntoIterator<Item = &'a Name>, contact_points: &[ContactPoint]) -> bool {
        let names: Vec<String> = names.into_iter().map(|name| normalise(name.as_str())).collect();
        self.alternatives.iter().any(|alternative| alternative.matches(&names, contact_points))
    }
}

impl Alternative {
    fn whole(kind: TermKind, text: impl Into<String>) -> Self {
        Self { terms: vec![Term::new(kind, text)], check: Check::Whole }
    }

    fn matches(&self, names: &[String], contact_points: &[ContactPoint]) -> bool {
        let mut values = contact_points.iter().map(|point| &point.value);
        match &self.check {
            Check::Whole => values.any(|value| self.terms.contains(&whole(value))),
            Check::NumberEnding(digits) => {
                values.any(|value| number_digits(value).is_some_and(|number| number.ends_with(digits)))
            }
            Check::NumberBeginning(digits) => {
                values.any(|value| value.phone().is_some_and(|phone| phone.national().starts_with(digits)))
            }
            Check::Pinyin(syllables) => names.iter().any(|name| pinyin::is_read(name, syllables)),
            Check::Initials(letters) => names.iter().any(|name| pinyin::begins_with(name, letters)),
            Check::NameParts(parts) => names.iter().any(|name| parts.iter().all(|part| name.contains(part))),
        }
    }
}

/// The digits of a text that is nothing but a number.
fn digits_of(text: &str) -> Option<String> {
    let number = search_form(text);
    let digits: String = number.trim_start_matches('+').chars().filter(|c| !"-().".contains(*c)).collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Digits are the end of a number from four on. They are its beginning if they are as many as are filed, or more; the
/// zero that is dialled before an area code at home may stand before them.
fn parts_of_a_number(digits: &str) -> Vec<Alternative> {
    let ending = last_four(digits).map(|four| Alternative {
        terms: vec![Term::new(TermKind::PhoneLastFour, four)],
        check: Check::NumberEnding(digits.to_owned()),
    });
    let beginning = |digits: &str| {
        let term = match digits.get(..7) {
            Some(seven) => Term::new(TermKind::PhonePrefix7, seven),
            None if digits.len() == 3 => Term::new(TermKind::PhonePrefix3, digits),
            None => return None,
        };
        Some(Alternative { terms: vec![term], check: Check::NumberBeginning(digits.to_owned()) })
    };
    let without_zero = digits.strip_prefix('0').and_then(beginning);
    ending.into_iter().chain(beginning(digits)).chain(without_zero).collect()
}

/// The words of the query, each for itself, and the whole query without the legal form.
fn parts_of_a_name(text: &str) -> Vec<Alternative> {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).map(normalise).collect();
    let stem = vec![NormalisedName::of(text).stem];
    let mut readings = vec![words, stem];
    readings.dedup();
    readings.into_iter().filter_map(name_parts).collect()
}

/// Letters may be how Chinese characters are read, syllable by syllable or by the first letter of each.
fn readings(text: &str) -> Vec<Alternative> {
    let letters: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\'').flat_map(char::to_lowercase).collect();
    if letters.len() < 2 || letters.len() > MAX_PINYIN_LETTERS || !letters.iter().all(char::is_ascii_lowercase) {
        return Vec::new();
    }
    let together: String = letters.iter().collect();
    let by_syllable = pinyin::splits(&together).into_iter().map(|syllables| Alternative {
        terms: syllables.iter().map(|syllable| Term::new(TermKind::Pinyin, syllable)).collect(),
        check: Check::Pinyin(syllables),
    });
    let pairs = letters.iter().zip(letters.iter().skip(1));
    let by_initial = Alternative {
        terms: pairs.map(|(first, second)| Term::new(TermKind::Initials, format!("{first}{second}"))).collect(),
        check: Check::Initials(letters.clone()),
    };
    by_syllable.chain([by_initial]).collect()
}

/// A name is filed under its pairs of characters and the one that it begins with: single characters in company find nothing.
fn name_parts(parts: Vec<String>) -> Option<Alternative> {
    let is_alone = parts.len() == 1;
    let grams = parts.iter().filter(|part| is_alone || part.chars().nth(1).is_some()).flat_map(|part| bigrams(part));
    let terms: Vec<Term> = grams.map(|gram| Term::new(TermKind::NameBigram, gram)).take(MAX_NAME_TERMS).collect();
    (!terms.is_empty()).then_some(Alternative { terms, check: Check::NameParts(parts) })
}

/// Part of personal data, so the texts are not shown.
impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Whole => "Whole",
            Self::NumberEnding(_) => "NumberEnding(…)",
            Self::NumberBeginning(_) => "NumberBeginning(…)",
            Self::NameParts(_) => "NameParts(…)",
            Self::Pinyin(_) => "Pinyin(…)",
            Self::Initials(_) => "Initials(…)",
        })
    }
}
