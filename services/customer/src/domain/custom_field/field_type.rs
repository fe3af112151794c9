//! What values a field takes.

use expression::Decimal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Broken, Choice, Pattern, Value};
use crate::domain::vocabulary::Code;

/// The longest text that a field can take, in characters.
pub const MAX_TEXT_CHARS: usize = 10_000;
/// The longest text that a field takes which says nothing else.
pub const DEFAULT_TEXT_CHARS: usize = 1_000;
/// The most choices of a list.
pub const MAX_CHOICES: usize = 200;
/// The most choices that one customer has of a list.
pub const MAX_ITEMS: usize = 50;

/// What values a field takes, with their limits. Stored as JSON under `kind`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldType {
    /// Text.
    Text {
        /// The most characters.
        max_length: usize,
        /// What the whole text matches.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
    /// A number.
    Number {
        /// The least and the most.
        #[serde(default, skip_serializing_if = "Range::is_open")]
        range: Range<Amount>,
    },
    /// An amount of money.
    Money {
        /// The currency of all amounts.
        currency: String,
        /// The least and the most.
        #[serde(default, skip_serializing_if = "Range::is_open")]
        range: Range<Amount>,
    },
    /// A day.
    Date {
        /// The first and the last.
        #[serde(default, skip_serializing_if = "Range::is_open")]
        range: Range<Date>,
    },
    /// True or false.
    Boolean,
    /// One of a list.
    Choice {
        /// The list.
        choices: Vec<Choice>,
    },
    /// Several of a list.
    MultiChoice {
        /// The list.
        choices: Vec<Choice>,
        /// The most that one customer has.
        max_items: usize,
    },
    /// Another record.
    Reference {
        /// Of what kind.
        target: Target,
    },
}

/// A limit of numbers. Stored as a JSON string of digits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Amount(#[serde(with = "super::value::decimal")] pub Decimal);

/// The least and the most of something. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Range<T> {
    /// The least.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub minimum: Option<T>,
    /// The most.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub maximum: Option<T>,
}

fn none<T>() -> Option<T> {
    None
}

/// What a reference refers to. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A customer.
    Customer,
    /// A member of staff.
    Staff,
}

impl<T> Default for Range<T> {
    fn default() -> Self {
        Self { minimum: None, maximum: None }
    }
}

impl<T: PartialOrd> Range<T> {
    /// Whether it holds everything.
    pub fn is_open(&self) -> bool {
        self.minimum.is_none() && self.maximum.is_none()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.minimum.as_ref().zip(self.maximum.as_ref()).is_some_and(|(least, most)| least > most)
    }

    fn holds(&self, value: &T) -> bool {
        self.minimum.as_ref().is_none_or(|least| value >= least)
            && self.maximum.as_ref().is_none_or(|most| value <= most)
    }
}

impl FieldType {
    /// The word for the kind of values.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Number { .. } => "number",
            Self::Money { .. } => "money",
            Self::Date { .. } => "date",
            Self::Boolean => "boolean",
            Self::Choice { .. } => "choice",
            Self::MultiChoice { .. } => "choices",
            Self::Reference { .. } => "reference",
        }
    }

    /// The choices, of a type that has them.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice { choices } | Self::MultiChoice { choices, .. } => choices,
            Self::Text { .. }
            | Self::Number { .. }
            | Self::Money { .. }
            | Self::Date { .. }
            | Self::Boolean
            | Self::Reference { .. } => &[],
        }
    }

    /// Whether a definition with this type can take the place of one with `before`: the kind is fixed, and so is what gives the values
    /// their meaning.
    pub fn continues(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Money { currency, .. }, Self::Money { currency: before, .. }) => currency == before,
            (Self::Reference { target }, Self::Reference { target: before }) => target == before,
            (now, before) => now.name() == before.name(),
        }
    }

    /// Every rule that a value breaks. Whether a reference leads somewhere is not among them.
    pub fn broken_by(&self, value: &Value) -> Vec<Broken> {
        let mut broken = Vec::new();
        match (self, value) {
            (Self::Text { max_length, pattern }, Value::Text(text)) => {
                if text.chars().count() > *max_length {
                    broken.push(Broken::TooLong { most: *max_length });
                }
                if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
                    broken.push(Broken::Pattern { pattern: pattern.as_str().to_owned() });
                }
            }
            (Self::Number { range }, Value::Number(number)) => {
                if !range.holds(&Amount(*number)) {
                    broken.push(Broken::range(range, |amount| amount.0.to_string()));
                }
            }
            (Self::Money { currency, range }, Value::Money(money)) => {
                if money.currency != *currency {
                    broken.push(Broken::Currency { expected: currency.clone() });
                }
                if !range.holds(&Amount(money.amount)) {
                    broken.push(Broken::range(range, |amount| amount.0.to_string()));
                }
            }
            (Self::Date { range }, Value::Date(day)) => {
                if !range.holds(day) {
                    broken.push(Broken::range(range, Date::to_string));
                }
            }
            (Self::Choice { choices }, Value::Choice(code)) => broken.extend(unoffered(choices, code)),
            (Self::MultiChoice { choices, max_items }, Value::Choices(codes)) => {
                if codes.len() > *max_items {
                    broken.push(Broken::TooMany { most: *max_items });
                }
                broken.extend(codes.iter().find_map(|code| unoffered(choices, code)));
            }
            (Self::Boolean, Value::Boolean(_)) | (Self::Reference { .. }, Value::Reference(_)) => {}
            _ => broken.push(Broken::Kind { expected: self.name() }),
        }
        broken
    }
}

/// What is wrong with a choice that is not offered.
fn unoffered(choices: &[Choice], code: &Code) -> Option<Broken> {
    let is_offered = choices.iter().any(|choice| !choice.retired && choice.code == *code);
    (!is_offered).then(|| Broken::not_among(choices))
}
