//! The kinds of fields: which literals they read, and which comparisons make sense.

use std::borrow::Cow;

use clock::Instant;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::error::{listed, listed_in_chinese};
use crate::value::Value;

/// What a field holds, and so what it is compared with and how its column keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Any text, in a text column; an empty one is kept as no value.
    Text,
    /// A code of a closed vocabulary, in a text column. Codes outside this list are refused; an empty list takes any
    /// code, for a vocabulary that is not at hand.
    Code(Vec<String>),
    /// A whole number, in an integer column.
    Integer,
    /// A finite number, in a double precision column.
    Number,
    /// An exact number, in a big integer column of millionths.
    Decimal,
    /// True or false, in a boolean column.
    Boolean,
    /// A point in time, in a big integer column of microseconds.
    Instant,
    /// A day of the calendar, in a text column as `2026-01-31`.
    Date,
    /// The id of a record, in a UUID column.
    Id,
}

impl Kind {
    /// A code out of these.
    pub fn code<C: Into<String>>(codes: impl IntoIterator<Item = C>) -> Self {
        Self::Code(codes.into_iter().map(Into::into).collect())
    }

    /// Whether `<` and its like make sense.
    pub(crate) fn is_ordered(&self) -> bool {
        match self {
            Self::Text | Self::Integer | Self::Number | Self::Decimal | Self::Instant | Self::Date => true,
            Self::Code(_) | Self::Boolean | Self::Id => false,
        }
    }

    /// The value that a literal writes, if it is one of this kind.
    pub(crate) fn read(&self, literal: &str) -> Option<Value> {
        match self {
            Self::Text => (!literal.contains('*')).then(|| Value::Text(literal.to_owned())),
            Self::Code(codes) if codes.is_empty() => Self::Text.read(literal),
            Self::Code(codes) => codes.iter().find(|code| *code == literal).cloned().map(Value::Text),
            Self::Integer => literal.parse().ok().map(Value::Integer),
            Self::Number => read_number(literal).map(Value::Number),
            Self::Decimal => literal.parse().ok().map(Value::Decimal),
            Self::Boolean => literal.parse().ok().map(Value::Boolean),
            Self::Instant => read_instant(literal).map(Value::Instant),
            Self::Date => read_date(literal).map(Value::Date),
            Self::Id => Uuid::try_parse(literal).ok().map(Value::Id),
        }
    }

    /// What a field of this kind is compared with, for an error.
    pub(crate) fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Text => {
                r#"a text such as "abc", or for = and != a beginning or an end of one such as "abc*" or "*abc""#
            }
            Self::Code(codes) if codes.is_empty() => r#"a code such as "abc""#,
            Self::Code(codes) => return Cow::Owned(format!("one of {}", listed(codes))),
            Self::Integer => "a whole number of 64 bits such as 42",
            Self::Number => "a number such as 42 or -1.5e3",
            Self::Decimal => "a number such as 42 or -1.5, with at most six decimals",
            Self::Boolean => "true or false",
            Self::Instant => r#"an RFC 3339 instant such as "2026-01-31T00:00:00Z", with at most six decimals"#,
            Self::Date => r#"a date such as "2026-01-31""#,
            Self::Id => r#"an id such as "01980000-0000-7000-8000-000000000000""#,
        })
    }

    /// The same in Chinese.
    pub(crate) fn expected_in_chinese(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Text => r#"文本，例如 "abc"；用 = 和 != 时也可以是文本的开头或结尾，例如 "abc*" 或 "*abc""#,
            Self::Code(codes) if codes.is_empty() => r#"代码，例如 "abc""#,
            Self::Code(codes) => return Cow::Owned(format!("{} 之一", listed_in_chinese(codes))),
            Self::Integer => "64 位整数，例如 42",
            Self::Number => "数字，例如 42 或 -1.5e3",
            Self::Decimal => "数字，例如 42 或 -1.5，最多六位小数",
            Self::Boolean => "true 或 false",
            Self::Instant => r#"RFC 3339 时间，例如 "2026-01-31T00:00:00Z"，最多六位小数"#,
            Self::Date => r#"日期，例如 "2026-01-31""#,
            Self::Id => r#"ID，例如 "01980000-0000-7000-8000-000000000000""#,
        })
    }
}

/// A finite number; minus zero is zero.
fn read_number(literal: &str) -> Option<f64> {
    literal.parse().ok().filter(|number: &f64| number.is_finite()).map(|number| number + 0.0)
}

/// An instant without a fraction that a column could not hold: cutting it off would move the comparison.
fn read_instant(literal: &str) -> Option<Instant> {
    let timestamp: Timestamp = literal.parse().ok()?;
    (timestamp.subsec_nanosecond() % 1_000 == 0).then(|| timestamp.into())
}

/// A date in the one form that columns hold, so that dates order as their texts do.
fn read_date(literal: &str) -> Option<Date> {
    literal.parse().ok().filter(|date: &Date| date.year() >= 0 && date.to_string() == literal)
}
