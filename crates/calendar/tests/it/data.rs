//! Reads published cases: those of `tests/data`, and those of a folder that is given.

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use serde::de::DeserializeOwned;

/// A file of `tests/data`.
pub(crate) fn kept(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// A file of the folder that `cargo xtask truth` is given.
pub(crate) fn published(file: &str) -> PathBuf {
    let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
    Path::new(&folder).join(file)
}

/// The cases of a JSON file, at least one.
pub(crate) fn json<Case: DeserializeOwned>(file: &Path) -> Vec<Case> {
    let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases
}

/// The rows of a CSV file with a header, at least one.
pub(crate) fn csv<Row: DeserializeOwned>(file: &Path) -> Vec<Row> {
    let rows: Vec<Row> = csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect();
    assert!(!rows.is_empty());
    rows
}

/// A local time written as iCalendar does, such as `20250307T073000`.
pub(crate) fn local(text: &str) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%S", text).unwrap()
}
