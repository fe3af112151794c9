//! Why a filter was refused, in English and in Chinese.

use crate::kind::Kind;
use crate::parse::{MAX_BYTES, MAX_DEPTH, MAX_TERMS};

/// At most so many names are listed in an error.
const LISTED_NAMES: usize = 40;

/// A filter that cannot be asked. The message says what is wrong with it and the way out; it never repeats the values
/// that the filter compares with, which may be personal. It is English where it is displayed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FilterError {
    /// The text is longer than [`MAX_BYTES`].
    #[error("the filter has {bytes} bytes, but at most {MAX_BYTES} are read: compare with fewer or shorter values")]
    TooLong {
        /// The length of the text in bytes.
        bytes: usize,
    },
    /// Parentheses are nested deeper than [`MAX_DEPTH`].
    #[error("the filter nests parentheses deeper than {MAX_DEPTH} levels: write it flatter")]
    TooDeep,
    /// There are more comparisons than [`MAX_TERMS`].
    #[error("the filter makes more than {MAX_TERMS} comparisons: ask in parts")]
    TooManyTerms,
    /// The text does not follow the grammar.
    #[error(
        "the filter cannot be read at character {position}: {problem}; put values that hold spaces or punctuation in \
         double quotes, and spaces around AND, OR and NOT"
    )]
    Syntax {
        /// Where, counted in characters from 1.
        position: usize,
        /// What stands there.
        problem: String,
    },
    /// A word stands without a field to compare it with.
    #[error(
        "the filter holds a word that is compared with no field: write field = value, and AND, OR, NOT in capitals; to \
         find records by words, use search"
    )]
    BareWord,
    /// A function is called.
    #[error("the filter calls a function, and there are none: compare fields with values")]
    Function,
    /// The field does not exist, or this caller may not filter by it: which of the two is not told.
    #[error("{path:.64} cannot be filtered; these fields can: {}", listed(.fields))]
    UnknownField {
        /// The path in the filter.
        path: String,
        /// The fields that this caller may filter by.
        fields: Vec<String>,
    },
    /// The field has several values, and none of them is the one to compare.
    #[error("{path} is compared with : only")]
    Repeated {
        /// The path of the field.
        path: String,
    },
    /// The values of the field are in no order.
    #[error("{path} is compared with =, != and : only")]
    Unordered {
        /// The path of the field.
        path: String,
    },
    /// The field is compared with something else than one value.
    #[error(
        "compare {path} with one value: put it in double quotes if it holds spaces or punctuation, and join alternatives \
         as in {path} = 1 OR {path} = 2"
    )]
    Argument {
        /// The path of the field.
        path: String,
    },
    /// The value is none of the field's kind.
    #[error("compare {path} with {}", .kind.expected())]
    Value {
        /// The path of the field.
        path: String,
        /// What the field holds.
        kind: Kind,
    },
    /// The field is compared with `null` or an empty text.
    #[error("{path} is not compared with null or an empty text: write {path}:* for a value, NOT {path}:* for none")]
    Absence {
        /// The path of the field.
        path: String,
    },
}

impl FilterError {
    /// The message in Chinese as written on the mainland.
    pub fn chinese(&self) -> String {
        match self {
            Self::TooLong { bytes } => {
                format!("筛选条件有 {bytes} 字节，最多 {MAX_BYTES} 字节，请减少或缩短要比较的值")
            }
            Self::TooDeep => format!("筛选条件的括号嵌套超过 {MAX_DEPTH} 层，请减少嵌套"),
            Self::TooManyTerms => format!("筛选条件的比较超过 {MAX_TERMS} 个，请分几次查询"),
            Self::Syntax { position, .. } => format!(
                "筛选条件从第 {position} 个字符起无法识别；含空格或标点的值请加双引号，AND、OR、NOT 前后请加空格"
            ),
            Self::BareWord => {
                "筛选条件中有词没有与字段比较，请写成“字段 = 值”，AND、OR、NOT 须大写；按词查找请用搜索".to_owned()
            }
            Self::Function => "筛选条件不支持函数，请直接比较字段和值".to_owned(),
            Self::UnknownField { path, fields } => {
                format!("{path:.64} 不能用于筛选；可用字段：{}", listed_in_chinese(fields))
            }
            Self::Repeated { path } => format!("{path} 只能用 : 比较"),
            Self::Unordered { path } => format!("{path} 只能用 =、!= 和 : 比较"),
            Self::Argument { path } => format!(
                "{path} 只能与一个值比较：含空格或标点的值请加双引号，多个值请用 OR 连接，例如 {path} = 1 OR {path} = 2"
            ),
            Self::Value { path, kind } => format!("{path} 的值须为：{}", kind.expected_in_chinese()),
            Self::Absence { path } => {
                format!("{path} 不能与 null 或空文本比较：有值写作 {path}:*，无值写作 NOT {path}:*")
            }
        }
    }
}

/// Names for an error, not more than a reader bears.
pub(crate) fn listed(names: &[String]) -> String {
    match names.split_at(names.len().min(LISTED_NAMES)) {
        ([], _) => "none".to_owned(),
        (all, []) => all.join(", "),
        (first, more) => format!("{} and {} more", first.join(", "), more.len()),
    }
}

/// The same in Chinese.
pub(crate) fn listed_in_chinese(names: &[String]) -> String {
    match names.split_at(names.len().min(LISTED_NAMES)) {
        ([], _) => "无".to_owned(),
        (all, []) => all.join("、"),
        (first, _) => format!("{} 等 {} 个", first.join("、"), names.len()),
    }
}
