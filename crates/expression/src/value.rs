//! What a field holds and what it is compared with.

use std::cmp::Ordering;

use clock::Instant;
use jiff::civil::Date;
use uuid::Uuid;

use crate::Decimal;

/// One value of a field. Values of different variants are neither equal nor in any order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text or a code.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// An exact number.
    Decimal(Decimal),
    /// True or false.
    Boolean(bool),
    /// A point in time.
    Instant(Instant),
    /// A day of the calendar, in the years 0 to 9999.
    Date(Date),
    /// The id of a record.
    Id(Uuid),
}

impl Value {
    /// How this value stands to `other`: texts by code point, `false` before `true`.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(left), Self::Text(right)) => Some(left.cmp(right)),
            (Self::Integer(left), Self::Integer(right)) => Some(left.cmp(right)),
            (Self::Number(left), Self::Number(right)) => left.partial_cmp(right),
            (Self::Decimal(left), Self::Decimal(right)) => Some(left.cmp(right)),
            (Self::Boolean(left), Self::Boolean(right)) => Some(left.cmp(right)),
            (Self::Instant(left), Self::Instant(right)) => Some(left.cmp(right)),
            (Self::Date(left), Self::Date(right)) => Some(left.cmp(right)),
            (Self::Id(left), Self::Id(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }
}
