//! The values of a statement. Tables hold text, 64-bit integers, bytes and ids; nothing else.

use sea_orm::Value;
use sea_orm::sea_query::ArrayType;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite};
use uuid::Uuid;

use crate::Error;

/// One value of a statement, or on PostgreSQL a whole column of values as an array.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Parameter {
    /// A text.
    Text(Option<String>),
    /// A whole number.
    Integer(Option<i64>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// An id.
    Uuid(Option<Uuid>),
    /// Texts, on PostgreSQL.
    Texts(Vec<Option<String>>),
    /// Whole numbers, on PostgreSQL.
    Integers(Vec<Option<i64>>),
    /// Several bytes, on PostgreSQL.
    ByteStrings(Vec<Option<Vec<u8>>>),
    /// Ids, on PostgreSQL.
    Uuids(Vec<Option<Uuid>>),
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<i64> for Parameter {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Vec<u8>> for Parameter {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}

impl From<Uuid> for Parameter {
    fn from(id: Uuid) -> Self {
        Self::Uuid(Some(id))
    }
}

impl TryFrom<Value> for Parameter {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self, Error> {
        Ok(match value {
            Value::String(text) => Self::Text(text),
            Value::BigInt(number) => Self::Integer(number),
            Value::Bytes(bytes) => Self::Bytes(bytes),
            Value::Uuid(id) => Self::Uuid(id),
            other => return Err(Error::Statement(format!("no table holds values of {:?}", other.array_type()))),
        })
    }
}

impl From<Parameter> for Value {
    fn from(parameter: Parameter) -> Self {
        let array = |kind, values| Self::Array(kind, Some(Box::new(values)));
        match parameter {
            Parameter::Text(text) => text.into(),
            Parameter::Integer(number) => number.into(),
            Parameter::Bytes(bytes) => bytes.into(),
            Parameter::Uuid(id) => id.into(),
            Parameter::Texts(texts) => array(ArrayType::String, texts.into_iter().map(Self::from).collect()),
            Parameter::Integers(numbers) => array(ArrayType::BigInt, numbers.into_iter().map(Self::from).collect()),
            Parameter::ByteStrings(bytes) => array(ArrayType::Bytes, bytes.into_iter().map(Self::from).collect()),
            Parameter::Uuids(ids) => array(ArrayType::Uuid, ids.into_iter().map(Self::from).collect()),
        }
    }
}

/// A column of values as one array. All must be of the kind of the first.
pub(crate) fn array(column: Vec<Parameter>) -> Result<Parameter, Error> {
    macro_rules! collect {
        ($one:ident, $many:ident) => {
            column
                .into_iter()
                .map(|value| match value {
                    Parameter::$one(value) => Ok(value),
                    _ => Err(Error::Statement("a column mixes kinds".into())),
                })
                .collect::<Result<Vec<_>, _>>()
                .map(Parameter::$many)
        };
    }
    match column.first() {
        Some(Parameter::Text(_)) => collect!(Text, Texts),
        Some(Parameter::Integer(_)) => collect!(Integer, Integers),
        Some(Parameter::Bytes(_)) => collect!(Bytes, ByteStrings),
        Some(Parameter::Uuid(_)) => collect!(Uuid, Uuids),
        _ => Err(Error::Statement("an array needs single values, at least one".into())),
    }
}

pub(crate) fn bind_sqlite(
    mut query: Query<'_, Sqlite, SqliteArguments>,
    parameters: Vec<Parameter>,
) -> Result<Query<'_, Sqlite, SqliteArguments>, Error> {
    for parameter in parameters {
        query = match parameter {
            Parameter::Text(text) => query.bind(text),
            Parameter::Integer(number) => query.bind(number),
            Parameter::Bytes(bytes) => query.bind(bytes),
            Parameter::Uuid(id) => query.bind(id),
            Parameter::Texts(_) | Parameter::Integers(_) | Parameter::ByteStrings(_) | Parameter::Uuids(_) => {
                return Err(Error::Statement("SQLite has no arrays".into()));
            }
        };
    }
    Ok(query)
}

pub(crate) fn bind_postgres(
    mut query: Query<'_, Postgres, PgArguments>,
    parameters: Vec<Parameter>,
) -> Query<'_, Postgres, PgArguments> {
    for parameter in parameters {
        query = match parameter {
            Parameter::Text(text) => query.bind(text),
            Parameter::Integer(number) => query.bind(number),
            Parameter::Bytes(bytes) => query.bind(bytes),
            Parameter::Uuid(id) => query.bind(id),
            Parameter::Texts(texts) => query.bind(texts),
            Parameter::Integers(numbers) => query.bind(numbers),
            Parameter::ByteStrings(bytes) => query.bind(bytes),
            Parameter::Uuids(ids) => query.bind(ids),
        };
    }
    query
}
