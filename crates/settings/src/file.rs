//! Settings in a file.

use std::path::Path;

use crate::{Given, SettingsError, Written, leaves, parse};

pub(crate) fn read(path: &Path) -> Result<Vec<Given>, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|reason| SettingsError::Unreadable { path: path.to_owned(), reason: reason.to_string() })?;
    let table = parse(&text)
        .map_err(|reason| SettingsError::Unreadable { path: path.to_owned(), reason: reason.to_string() })?;
    let origin = format!("the file {}", path.display());
    Ok(leaves(table, "")
        .into_iter()
        .map(|(key, value)| Given { key, value: Written::Toml(value), origin: origin.clone() })
        .collect())
}
