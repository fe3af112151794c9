//! A checked filter.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::schema::Field;
use crate::value::Value;

/// A question about records that has been read and checked against a schema.
///
/// Its `Display` is its canonical text: filters that differ only in spelling (blanks, quotes, where `NOT` stands) share
/// it, filters that ask something else do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(pub(crate) Expression);

impl Filter {
    /// The paths of the fields that it asks for, each as often as it does.
    pub fn paths(&self) -> Vec<&str> {
        self.0.paths()
    }
}

impl Expression {
    fn paths(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::paths).collect(),
            Self::Term(term) => vec![&term.field.path],
        }
    }
}

/// A filter without `NOT`: negations are carried down to the terms, which keeps truth two-valued in SQL as well.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// True if all are; without any it is the filter that matches everything.
    All(Vec<Expression>),
    /// True if at least one is.
    Any(Vec<Expression>),
    /// True if the term is.
    Term(Term),
}

/// True if some value of the field passes the test; the reverse if negated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) field: Arc<Field>,
    pub(crate) negated: bool,
    pub(crate) test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    Present,
    Compare(Relation, Value),
    /// Codes that mean the same.
    OneOf(Vec<String>),
    StartsWith(String),
    EndsWith(String),
    Contains(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Relation {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Relation {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}
