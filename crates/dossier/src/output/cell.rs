//! What stands in a column of a record.

use conventions::language::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::chinese;

/// The value of a column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Cell {
    /// A text; empty when there is nothing.
    Text(String),
    /// A point in time.
    Time(Timestamp),
    /// A value of an enum of the contract, by its name and the prefix of those of its enum.
    Code { name: &'static str, prefix: &'static str },
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A time of the contract; nothing when it is absent.
    pub(crate) fn time(time: Option<&prost_types::Timestamp>) -> Self {
        let time = time.and_then(|time| Timestamp::new(time.seconds, time.nanos).ok());
        time.map_or_else(|| Self::text(""), Self::Time)
    }

    /// A value of an enum; nothing for the zero value.
    pub(crate) fn code(name: &'static str, prefix: &'static str) -> Self {
        Self::Code { name, prefix }
    }

    /// For people: times in the zone of this machine, to the second; values of enums in their language, where it has words for them.
    pub(crate) fn shown(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Code { name, prefix } => match (language, chinese::word(name, prefix)) {
                (Language::Chinese, Some(word)) => word.to_owned(),
                _ => code(name, prefix),
            },
            Self::Time(time) => time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }

    /// For programs: times in RFC 3339.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Code { name, prefix } => code(name, prefix),
            Self::Time(time) => time.to_string(),
        }
    }
}

/// The name of an enum value without its prefix, in lower case: `ADDRESS_KIND_HOME` is `home`. Empty for the zero value.
pub(crate) fn code(name: &str, prefix: &str) -> String {
    match name.strip_prefix(prefix).unwrap_or(name) {
        "UNSPECIFIED" => String::new(),
        code => code.to_lowercase(),
    }
}
