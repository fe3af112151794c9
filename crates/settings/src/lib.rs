//! Settings: documented defaults, a file, the environment, the command line; the later wins.
//!
//! The defaults are the schema. A service's `settings.toml`, embedded with `include_str!`, lists every key with its
//! default and a sentence; what is not in it is refused wherever it is given, and a value has the type of its default.
//! This crate alone reads the environment.

mod environment;
mod error;
mod file;
mod known;

use std::path::Path;

use config::{Config, ConfigError, FileFormat, Value, ValueKind};
pub use error::SettingsError;
use serde::de::DeserializeOwned;

use crate::known::KnownKeys;

/// Reads the settings `T`.
///
/// `defaults` is TOML with every key. `file` is TOML with some of them. An environment variable is named by `prefix`, an
/// underscore and the key in capitals, two underscores between its levels: `DOSSIER_SERVER__LISTEN` is
/// `server.listen` with the prefix `DOSSIER`. `overrides` are keys and values from the command line. A list is written
/// in the last two with commas.
///
/// # Errors
/// A file that cannot be read, a key that is not among the defaults, a value that its key does not take. The message
/// names the key, where it was given, the rule and the way out.
pub fn load<T: DeserializeOwned>(
    defaults: &str,
    file: Option<&Path>,
    prefix: &str,
    overrides: &[(&str, &str)],
) -> Result<T, SettingsError> {
    let known = KnownKeys::parse(defaults)?;
    let mut given = Vec::new();
    if let Some(path) = file {
        given.extend(file::read(path)?);
    }
    given.extend(environment::read(prefix, std::env::vars_os(), &known));
    given.extend(overrides.iter().map(|&(key, value)| Given {
        key: key.to_owned(),
        value: Written::Text(value.to_owned()),
        origin: "the command line".to_owned(),
    }));

    let mut settings = Config::builder().add_source(config::File::from_str(defaults, FileFormat::Toml));
    for given in &given {
        settings = settings.set_override(&given.key, known.accept(given)?).map_err(broken)?;
    }
    // What a value must be is said better by the reader of JSON than by that of the settings themselves.
    let settings: serde_json::Value = settings.build().and_then(Config::try_deserialize).map_err(broken)?;
    serde_path_to_error::deserialize(settings).map_err(|error| known.fault(&error, &given))
}

fn broken(error: ConfigError) -> SettingsError {
    SettingsError::Defaults(error.to_string())
}

/// A value that somebody set, before it is known to fit.
#[derive(Debug)]
struct Given {
    /// The key, levels separated by dots.
    key: String,
    value: Written,
    /// Where it was given, as a message names it.
    origin: String,
}

/// How a value was written.
#[derive(Debug)]
enum Written {
    /// In TOML, with a type of its own.
    Toml(ValueKind),
    /// As text that stands for a value of its key's type.
    Text(String),
}

/// The settings below `prefix` in a table, each with its whole key.
fn leaves(table: config::Map<String, Value>, prefix: &str) -> Vec<(String, ValueKind)> {
    let mut found = Vec::new();
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value.kind {
            ValueKind::Table(inner) => found.extend(leaves(inner, &key)),
            kind => found.push((key, kind)),
        }
    }
    found
}

/// The tables of a TOML text.
fn parse(text: &str) -> Result<config::Map<String, Value>, ConfigError> {
    config::Source::collect(&config::File::from_str(text, FileFormat::Toml))
}
