//! Where the workspace is, and what is in it.

use std::path::PathBuf;

use serde::Deserialize;

use crate::Outcome;
use crate::command::{cargo, read};

/// What cargo says of the workspace.
#[derive(Deserialize)]
pub(crate) struct Workspace {
    /// The folder of the repository.
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// Where everything that is built or fetched goes.
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn load() -> Outcome<Self> {
        Ok(serde_json::from_str(&read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?)?)
    }
}
