//! A filter asked of one record in memory.

use crate::filter::{Expression, Filter, Term, Test};
use crate::value::Value;

impl Filter {
    /// Whether a record matches, where `values_of` gives the values that it holds under a path: none, one, or several
    /// of a repeated field. A value of another variant than the field's kind passes no test but presence.
    pub fn matches<V: IntoIterator<Item = Value>>(&self, values_of: impl Fn(&str) -> V) -> bool {
        self.0.matches(&values_of)
    }
}

impl Expression {
    fn matches<V: IntoIterator<Item = Value>>(&self, values_of: &impl Fn(&str) -> V) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(values_of)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(values_of)),
            Self::Term(Term { field, negated, test }) => {
                values_of(&field.path).into_iter().any(|value| test.passes(&value)) != *negated
            }
        }
    }
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Present, _) => true,
            (Self::Compare(relation, literal), value) => {
                value.compare(literal).is_some_and(|ordering| relation.holds(ordering))
            }
            (Self::OneOf(codes), Value::Text(text)) => codes.contains(text),
            (Self::StartsWith(start), Value::Text(text)) => text.starts_with(start),
            (Self::EndsWith(end), Value::Text(text)) => text.ends_with(end),
            (Self::Contains(part), Value::Text(text)) => text.contains(part),
            (Self::OneOf(_) | Self::StartsWith(_) | Self::EndsWith(_) | Self::Contains(_), _) => false,
        }
    }
}
