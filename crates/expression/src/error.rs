//! Why a filter was refused.

use crate::parse::{MAX_BYTES, MAX_DEPTH, MAX_TERMS};

/// At most so many names are listed in an error.
const LISTED_NAMES: usize = 40;

/// A filter that cannot be asked. The message says what is wrong with it and the way out; it never repeats the values
/// that the filter compares with, which may be personal.
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
    #[error("{path:.64} cannot be filtered; these fields can: {fields}")]
    UnknownField {
        /// The path in the filter.
        path: String,
        /// The fields that this caller may filter by.
        fields: String,
    },
    /// The field is not compared in this way.
    #[error("{path} is compared with {comparators} only")]
    Comparator {
        /// The path of the field.
        path: String,
        /// The comparators that are understood for it.
        comparators: &'static str,
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
    #[error("compare {path} with {expected}")]
    Value {
        /// The path of the field.
        path: String,
        /// What the field is compared with.
        expected: String,
    },
    /// The field is compared with `null` or an empty text.
    #[error("{path} is not compared with null or an empty text: write {path}:* for a value, NOT {path}:* for none")]
    Absence {
        /// The path of the field.
        path: String,
    },
}

/// Names for an error, not more than a reader bears.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    let more = names.len().saturating_sub(LISTED_NAMES);
    names.truncate(LISTED_NAMES);
    let listed = names.join(", ");
    if more == 0 { listed } else { format!("{listed} and {more} more") }
}
