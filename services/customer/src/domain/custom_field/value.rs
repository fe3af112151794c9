//! What a field says of a customer.

use std::fmt;

use access::DataClass;
use expression::Decimal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::vocabulary::Code;

/// A value. Stored as JSON under the name of its kind, as in `{"choice":"dry"}`.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Text.
    Text(String),
    /// A number.
    #[serde(with = "decimal")]
    Number(Decimal),
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(Date),
    /// True or false.
    Boolean(bool),
    /// One of a list.
    Choice(Code),
    /// Several of a list, each once.
    Choices(Vec<Code>),
    /// Another record.
    Reference(Uuid),
}

/// An amount of money.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Money {
    /// How much.
    #[serde(with = "decimal")]
    pub amount: Decimal,
    /// Of what, ISO 4217.
    pub currency: String,
}

/// A value that says something of a person, with its class, which never changes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PersonalValue {
    /// What it tells.
    #[serde(with = "class")]
    pub class: DataClass,
    /// The value.
    #[serde(flatten)]
    pub value: Value,
}

/// May say something of a person, so the value itself is not shown.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}

/// A number as a JSON string of digits.
pub(super) mod decimal {
    use expression::Decimal;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(decimal: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(decimal)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A data class by its name.
pub(super) mod class {
    use access::DataClass;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(class: &DataClass, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str((*class).into())
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DataClass, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const VALUES_1: [&str; 8] = [
        r#"{"text":"40"}"#,
        r#"{"number":"-1.5"}"#,
        r#"{"money":{"amount":"12.5","currency":"CNY"}}"#,
        r#"{"date":"2024-05-20"}"#,
        r#"{"boolean":true}"#,
        r#"{"choice":"dry"}"#,
        r#"{"choices":["red","blue"]}"#,
        r#"{"reference":"018f9a3c-0000-7000-8000-000000000001"}"#,
    ];

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        for stored in VALUES_1 {
            let value: Value = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), stored);
            let held = format!(r#"{{"class":"identity",{}"#, &stored[1..]);
            let personal: PersonalValue = serde_json::from_str(&held).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), held);
            assert!(!format!("{personal:?}").contains("40"));
        }
    }
}
