//! The rules that a value can break.

use conventions::violations::Bilingual;

use super::{Choice, CustomFields, Range};

/// How many choices an error lists.
const MOST_LISTED: usize = 30;

/// A rule that a value breaks. It does not tell the value.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Broken {
    /// It is of another kind.
    #[error("must be of the kind {expected}: set `{expected}`")]
    Kind {
        /// The kind of the field.
        expected: &'static str,
    },
    /// It is too long.
    #[error("must have at most {most} characters: shorten it")]
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It does not match.
    #[error("must match {pattern} as a whole")]
    Pattern {
        /// The pattern.
        pattern: String,
    },
    /// It is out of range.
    #[error("must be {}", bounds(.minimum.as_deref(), .maximum.as_deref(), ["at least ", " and at most ", "at most "]))]
    Range {
        /// The least.
        minimum: Option<String>,
        /// The most.
        maximum: Option<String>,
    },
    /// It is in another currency.
    #[error("must be in {expected}")]
    Currency {
        /// The currency of the field.
        expected: String,
    },
    /// It is none of those that are offered.
    #[error("must be one of: {}", .offered.join(", "))]
    NotAmong {
        /// The codes of those that are offered, as far as they are listed.
        offered: Vec<String>,
    },
    /// There are too many.
    #[error("must have at most {most} choices: leave some out")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// No definition is in use under the id: it is retired.
    #[error("is retired and takes no new value: leave it as it is, or clear it")]
    Retired,
    /// It leads nowhere.
    #[error("must be the id of a record that is there and that you may see")]
    Nowhere,
}

/// No definition has the id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no custom field has this id; there are: {}", .known.join(", "))]
pub struct UnknownField {
    known: Vec<String>,
}

impl UnknownField {
    /// Out of these.
    pub fn among(fields: &CustomFields) -> Self {
        Self { known: fields.in_use().take(MOST_LISTED).map(|facts| facts.field_id.to_string()).collect() }
    }
}

impl Bilingual for UnknownField {
    fn chinese(&self) -> String {
        format!("没有此标识的自定义字段；现有：{}", self.known.join("、"))
    }
}

impl Broken {
    /// Out of a range, whose limits `write` writes.
    pub fn range<T>(range: &Range<T>, write: impl Fn(&T) -> String) -> Self {
        Self::Range { minimum: range.minimum.as_ref().map(&write), maximum: range.maximum.as_ref().map(&write) }
    }

    /// None of the choices that are offered.
    pub fn not_among(choices: &[Choice]) -> Self {
        let offered = choices.iter().filter(|choice| !choice.retired).take(MOST_LISTED);
        Self::NotAmong { offered: offered.map(|choice| choice.code.to_string()).collect() }
    }
}

impl Bilingual for Broken {
    fn chinese(&self) -> String {
        match self {
            Self::Kind { expected } => format!("类型须为 {expected}，请填写 `{expected}`"),
            Self::TooLong { most } => format!("最多 {most} 个字符，请缩短"),
            Self::Pattern { pattern } => format!("整个文本须符合 {pattern}"),
            Self::Range { minimum, maximum } => {
                format!("须{}", bounds(minimum.as_deref(), maximum.as_deref(), ["不小于 ", " 且不大于 ", "不大于 "]))
            }
            Self::Currency { expected } => format!("货币须为 {expected}"),
            Self::NotAmong { offered } => format!("须为以下之一：{}", offered.join("、")),
            Self::TooMany { most } => format!("最多选 {most} 项，请减少"),
            Self::Retired => "该字段已停用，不再接受新值：请保持原值或清空".to_owned(),
            Self::Nowhere => "须为存在且您有权查看的记录的 ID".to_owned(),
        }
    }
}

fn bounds(minimum: Option<&str>, maximum: Option<&str>, [least, between, most]: [&str; 3]) -> String {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("{least}{minimum}{between}{maximum}"),
        (Some(minimum), None) => format!("{least}{minimum}"),
        (None, Some(maximum)) => format!("{most}{maximum}"),
        (None, None) => String::new(),
    }
}
