//! What lies where in the folder of the embedded databases.

use std::path::{Path, PathBuf};

/// The folder that `--data` names. Its three folders are to be kept and backed up apart.
#[derive(Clone, Debug)]
pub(crate) struct DataFolder(PathBuf);

impl DataFolder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// What customers are.
    pub(crate) fn records(&self) -> PathBuf {
        self.0.join("records")
    }

    /// The keys of persons.
    pub(crate) fn keyring(&self) -> PathBuf {
        self.0.join("keyring")
    }

    /// The keys of those keys, and what a restore must not turn back.
    pub(crate) fn master(&self) -> PathBuf {
        self.0.join("master")
    }

    /// The records of a service.
    pub(crate) fn records_of(&self, service: &str) -> PathBuf {
        self.records().join(format!("{service}.db"))
    }

    /// The keys of persons that a service knows.
    pub(crate) fn keyring_of(&self, service: &str) -> PathBuf {
        self.keyring().join(format!("{service}.db"))
    }

    pub(crate) fn access_log(&self) -> PathBuf {
        self.records().join("access_log.db")
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.master().join("ledger.db")
    }
}

/// The address of a database file, as settings name it.
pub(crate) fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
