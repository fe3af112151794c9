//! The canonical text of a filter.

use std::fmt::{Display, Formatter, Result};

use jiff::Timestamp;

use crate::filter::{Expression, Filter, Relation, Term, Test};
use crate::value::Value;

impl Display for Filter {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        self.0.fmt(formatter)
    }
}

impl Display for Expression {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let (parts, joint) = match self {
            Self::Term(term) => return term.fmt(formatter),
            Self::All(parts) => (parts, " AND "),
            Self::Any(parts) => (parts, " OR "),
        };
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                formatter.write_str(joint)?;
            }
            // OR binds tighter, so only AND within OR needs them.
            match part {
                Self::All(_) => write!(formatter, "({part})")?,
                _ => part.fmt(formatter)?,
            }
        }
        Ok(())
    }
}

impl Display for Term {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.negated {
            formatter.write_str("NOT ")?;
        }
        let path = &self.field.path;
        let equal = if self.field.repeated { ":" } else { " = " };
        match &self.test {
            Test::Present => write!(formatter, "{path}:*"),
            Test::Compare(Relation::Equal, value) => write!(formatter, "{path}{equal}{value}"),
            Test::Compare(relation, value) => write!(formatter, "{path} {relation} {value}"),
            Test::OneOf(codes) => {
                write!(formatter, "{path}{equal}{}", quoted(codes.first().cloned().unwrap_or_default()))
            }
            Test::StartsWith(start) => write!(formatter, "{path}{equal}{}", quoted(format!("{start}*"))),
            Test::EndsWith(end) => write!(formatter, "{path}{equal}{}", quoted(format!("*{end}"))),
            Test::Contains(part) => write!(formatter, "{path}{equal}{}", quoted(format!("*{part}*"))),
        }
    }
}

impl Display for Relation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl Display for Value {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Text(text) => quoted(text.clone()).fmt(formatter),
            Self::Integer(integer) => integer.fmt(formatter),
            // Of the two forms of a number, the one that stays short.
            Self::Number(number) => write!(formatter, "{number:?}"),
            Self::Decimal(decimal) => decimal.fmt(formatter),
            Self::Boolean(boolean) => boolean.fmt(formatter),
            Self::Instant(instant) => quoted(Timestamp::from(*instant).to_string()).fmt(formatter),
            Self::Date(date) => quoted(date.to_string()).fmt(formatter),
            Self::Id(id) => quoted(id.to_string()).fmt(formatter),
        }
    }
}

/// A text in quotes, with the escapes of the grammar.
fn quoted(text: String) -> impl Display {
    aip_160::Value::String(text)
}
