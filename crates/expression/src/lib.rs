//! AIP-160 filters: checked against an allow-list of fields, to SQL and in memory.
//!
//! One language for lists, segments and rules: `stage = "customer" AND (level = "A" OR tags:"vip")`. A [`Filter`] is
//! parsed against a [`Schema`] and then asked in either of two ways that always answer alike: as a condition for SQLite
//! or PostgreSQL ([`Filter::condition`]), or of one record in memory ([`Filter::matches`]).
//!
//! The language is that of <https://google.aip.dev/160>. Where it leaves a choice, or is easily misread:
//!
//! - `OR` binds tighter than `AND`: `a AND b OR c` is `a AND (b OR c)`. Terms side by side are joined by `AND`.
//! - There is no third truth value. Where a record has no value in a field, every comparison with it is false, and so
//!   `field != x` and `NOT field < x` are true. `field:*` asks whether there is a value, `NOT field:*` whether there is
//!   none; comparing with `null` or an empty text is refused in their favour.
//! - Texts are compared as they are written, case included, and ordered by code point.
//! - `*` at the beginning or end of a text stands for anything, in `=`, `!=` and `:`. It never stands for itself.
//! - `field:x` asks of a text whether it contains `x`, of a field with several values whether one of them equals `x`, and
//!   of all others whether they equal `x`.
//! - Whole words and numbers need no quotes; what holds spaces or punctuation does.
//! - Words without a field and functions are refused.

mod canonical;
mod decimal;
mod error;
mod filter;
mod kind;
mod memory;
mod parse;
mod schema;
mod sql;
mod value;

pub use decimal::{Decimal, NotADecimal};
pub use error::FilterError;
pub use filter::Filter;
pub use kind::Kind;
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_TERMS};
pub use schema::{Field, Schema};
pub use value::Value;
