//! What is computed, held against published figures.

mod forecast;
mod rfm;
mod satisfaction;
mod scores;

use std::path::{Path, PathBuf};

/// A file of `tests/data`.
fn kept(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}
