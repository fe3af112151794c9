//! The keys there are, each with the type of its default.

use std::collections::BTreeMap;

use config::{Value, ValueKind};

use crate::{Given, SettingsError, Written, leaves, parse};

/// How many known keys an unknown one is answered with.
const SUGGESTIONS: usize = 3;

/// The keys of the defaults.
#[derive(Debug)]
pub(crate) struct KnownKeys(BTreeMap<String, ValueKind>);

impl KnownKeys {
    pub(crate) fn parse(defaults: &str) -> Result<Self, SettingsError> {
        let table = parse(defaults).map_err(|reason| SettingsError::Defaults(reason.to_string()))?;
        Ok(Self(leaves(table, "").into_iter().collect()))
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The value as one of its key's type.
    pub(crate) fn accept(&self, given: &Given) -> Result<Value, SettingsError> {
        let Some(default) = self.0.get(&given.key) else {
            return Err(SettingsError::UnknownKey {
                key: given.key.clone(),
                origin: given.origin.clone(),
                near: self.near(&given.key),
            });
        };
        let value = match &given.value {
            Written::Text(text) => from_text(text, default),
            Written::Toml(value) => same_type(value, default).then(|| value.clone()),
        };
        let is_number = |value: &ValueKind| !matches!(value, ValueKind::Float(number) if !number.is_finite());
        let value = value.filter(is_number).ok_or_else(|| SettingsError::Refused {
            key: given.key.clone(),
            origin: given.origin.clone(),
            rule: format!("must be {}", type_name(default)),
            default: default.to_string(),
        })?;
        Ok(Value::new(Some(&given.origin), value))
    }

    /// An error of reading `T` from values whose types are right: a rule of the field's own, or defaults and `T` that
    /// do not fit each other.
    pub(crate) fn fault(
        &self,
        error: &serde_path_to_error::Error<serde_json::Error>,
        given: &[Given],
    ) -> SettingsError {
        let (key, rule) = (error.path().to_string(), error.inner().to_string());
        match (given.iter().rev().find(|given| key.starts_with(&given.key)), self.0.get(&key)) {
            (Some(given), Some(default)) => SettingsError::Refused {
                key,
                origin: given.origin.clone(),
                rule: format!("is refused: {rule}"),
                default: default.to_string(),
            },
            _ => SettingsError::Defaults(format!("{key}: {rule}")),
        }
    }

    /// The known keys that look most like this one, the nearest first.
    fn near(&self, key: &str) -> String {
        let mut keys: Vec<(f64, &str)> =
            self.0.keys().map(|known| (strsim::jaro_winkler(key, known), known.as_str())).collect();
        keys.sort_by(|a, b| b.0.total_cmp(&a.0));
        keys.truncate(SUGGESTIONS);
        keys.iter().map(|(_, known)| format!("`{known}`")).collect::<Vec<_>>().join(", ")
    }
}

fn same_type(value: &ValueKind, default: &ValueKind) -> bool {
    std::mem::discriminant(value) == std::mem::discriminant(default)
}

fn from_text(text: &str, default: &ValueKind) -> Option<ValueKind> {
    Some(match default {
        ValueKind::Boolean(_) => ValueKind::Boolean(text.parse().ok()?),
        ValueKind::I64(_) => ValueKind::I64(text.parse().ok()?),
        ValueKind::Float(_) => ValueKind::Float(text.parse().ok()?),
        ValueKind::Array(_) => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect::<Vec<_>>().into()
        }
        _ => text.into(),
    })
}

fn type_name(default: &ValueKind) -> &'static str {
    match default {
        ValueKind::Boolean(_) => "true or false",
        ValueKind::I64(_) => "a whole number",
        ValueKind::Float(_) => "a number with a decimal point",
        ValueKind::Array(_) => "a list",
        _ => "a text",
    }
}
