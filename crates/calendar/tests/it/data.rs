//! Reads the published cases of `tests/data`.

use std::path::PathBuf;

use jiff::civil::DateTime;
use serde::de::DeserializeOwned;

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// The cases of a JSON file, at least one.
pub(crate) fn json<Case: DeserializeOwned>(file: &str) -> Vec<Case> {
    let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(path(file)).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases
}

/// The rows of a CSV file with a header, at least one.
pub(crate) fn csv<Row: DeserializeOwned>(file: &str) -> Vec<Row> {
    let rows: Vec<Row> = csv::Reader::from_path(path(file)).unwrap().deserialize().map(Result::unwrap).collect();
    assert!(!rows.is_empty());
    rows
}

/// A local time written as iCalendar does, such as `20250307T073000`.
pub(crate) fn local(text: &str) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%S", text).unwrap()
}
