//! From text to a checked filter.

use aip_160::{Comparable, Comparator, Restriction, parse_filter_with_max_depth};

use crate::error::FilterError;
use crate::filter::{Expression, Filter, Relation, Term, Test};
use crate::kind::Kind;
use crate::schema::{Field, Schema};

/// The longest filter that is read, in bytes.
pub const MAX_BYTES: usize = 4_096;

/// The deepest nesting of parentheses.
pub const MAX_DEPTH: usize = 16;

/// The largest number of comparisons in a filter.
pub const MAX_TERMS: usize = 100;

impl Filter {
    /// Reads a filter over the fields of `schema`. An empty text matches everything.
    ///
    /// # Errors
    ///
    /// Everything in [`FilterError`], the first that is met from left to right; limits and grammar come first.
    pub fn parse(text: &str, schema: &Schema) -> Result<Self, FilterError> {
        if text.len() > MAX_BYTES {
            return Err(FilterError::TooLong { bytes: text.len() });
        }
        // PostgreSQL takes no text that holds one.
        if let Some(offset) = text.find('\0') {
            return Err(syntax(text, offset, "a null character"));
        }
        let parsed = parse_filter_with_max_depth(text, MAX_DEPTH).map_err(|error| match error {
            aip_160::FilterError::Syntax { offset, message } => syntax(text, offset, &message),
            aip_160::FilterError::TooDeep { .. } => FilterError::TooDeep,
            other => syntax(text, 0, &other.to_string()),
        })?;
        let mut checker = Checker { schema, terms: 0 };
        match parsed.expression {
            Some(expression) => checker.expression(&expression, false).map(Self),
            None => Ok(Self(Expression::All(Vec::new()))),
        }
    }
}

fn syntax(text: &str, offset: usize, problem: &str) -> FilterError {
    let position = text.char_indices().take_while(|(index, _)| *index < offset).count() + 1;
    FilterError::Syntax { position, problem: problem.to_owned() }
}

struct Checker<'a> {
    schema: &'a Schema,
    terms: usize,
}

impl Checker<'_> {
    fn expression(&mut self, expression: &aip_160::Expression, negated: bool) -> Result<Expression, FilterError> {
        use aip_160::Expression as Parsed;
        match expression {
            Parsed::And(parts) | Parsed::Sequence(parts) => self.group(parts, negated, !negated),
            Parsed::Or(parts) => self.group(parts, negated, negated),
            Parsed::Not(inner) => self.expression(inner, !negated),
            Parsed::Restriction(restriction) => self.term(restriction, negated).map(Expression::Term),
            Parsed::Global(Comparable::Member(_)) => Err(FilterError::BareWord),
            Parsed::Global(Comparable::Function(_)) => Err(FilterError::Function),
        }
    }

    /// Joins parts by "all" or "any"; a part that is joined alike gives its own parts to the group.
    fn group(&mut self, parts: &[aip_160::Expression], negated: bool, all: bool) -> Result<Expression, FilterError> {
        let mut group = Vec::with_capacity(parts.len());
        for part in parts {
            match (self.expression(part, negated)?, all) {
                (Expression::All(inner), true) | (Expression::Any(inner), false) => group.extend(inner),
                (other, _) => group.push(other),
            }
        }
        Ok(if all { Expression::All(group) } else { Expression::Any(group) })
    }

    fn term(&mut self, restriction: &Restriction, negated: bool) -> Result<Term, FilterError> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(FilterError::TooManyTerms);
        }
        let Comparable::Member(member) = &restriction.comparable else {
            return Err(FilterError::Function);
        };
        let field = self.schema.field(&member.to_string())?;
        let test = test(field, restriction)?;
        let negated = negated != (restriction.comparator == Comparator::NotEqual);
        Ok(Term { field: field.clone(), negated, test })
    }
}

/// What a comparison asks of each value of its field, apart from the negation in `!=`.
fn test(field: &Field, restriction: &Restriction) -> Result<Test, FilterError> {
    let path = || field.path.clone();
    let has = restriction.comparator == Comparator::Has;
    let relation = relation(restriction.comparator);
    if field.repeated && !has {
        return Err(FilterError::Repeated { path: path() });
    }
    if relation != Relation::Equal && !field.kind.is_ordered() {
        return Err(FilterError::Unordered { path: path() });
    }

    let value = restriction.arg.as_value().ok_or_else(|| FilterError::Argument { path: path() })?;
    let literal = value.as_str();
    if has && literal == "*" {
        return Ok(Test::Present);
    }
    if value.is_null() || literal.is_empty() {
        return Err(FilterError::Absence { path: path() });
    }
    match field.kind {
        Kind::Text if relation == Relation::Equal => pattern(literal, has && !field.repeated),
        _ => field.kind.read(literal).map(|value| match synonyms(field, literal) {
            Some(codes) => Test::OneOf(codes),
            None => Test::Compare(relation, value),
        }),
    }
    .ok_or_else(|| FilterError::Value { path: path(), kind: field.kind.clone() })
}

/// The codes that mean what a literal means.
fn synonyms(field: &Field, literal: &str) -> Option<Vec<String>> {
    field.synonyms.iter().find(|codes| codes.iter().any(|code| code == literal)).cloned()
}

fn relation(comparator: Comparator) -> Relation {
    match comparator {
        Comparator::Equal | Comparator::NotEqual | Comparator::Has => Relation::Equal,
        Comparator::LessThan => Relation::Less,
        Comparator::LessThanOrEqual => Relation::LessOrEqual,
        Comparator::GreaterThan => Relation::Greater,
        Comparator::GreaterThanOrEqual => Relation::GreaterOrEqual,
    }
}

/// A text with a wildcard at either end; one without is looked for `anywhere`, or must be the whole.
fn pattern(literal: &str, anywhere: bool) -> Option<Test> {
    let (open_start, rest) = literal.strip_prefix('*').map_or((false, literal), |rest| (true, rest));
    let (open_end, core) = rest.strip_suffix('*').map_or((false, rest), |core| (true, core));
    if core.is_empty() {
        return Some(Test::Present);
    }
    let value = Kind::Text.read(core)?;
    let core = core.to_owned();
    Some(match (open_start, open_end) {
        (false, false) if !anywhere => Test::Compare(Relation::Equal, value),
        (false, true) => Test::StartsWith(core),
        (true, false) => Test::EndsWith(core),
        _ => Test::Contains(core),
    })
}
