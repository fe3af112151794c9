//! What can go wrong with master keys.

use std::path::{Path, PathBuf};

/// Why the master keys at hand do not serve.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read, written or trusted.
    #[error("master key {path}: {reason}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong, and the way out.
        reason: String,
    },
    /// A key is not 32 bytes in base64.
    #[error("{place} is not a master key: {rule}; make one with `openssl rand -base64 32`")]
    Malformed {
        /// The file, or the number of the entry in the text.
        place: String,
        /// The rule that it breaks.
        rule: &'static str,
    },
    /// There is no key at all, and none may be made.
    #[error("{place} holds no master key; put one there, or allow the first start to make it")]
    None {
        /// Where keys were looked for.
        place: String,
    },
    /// The keyring needs a version that is not at hand.
    #[error(
        "master key {version}, which wraps keys of this keyring, is not in {place}; put it back from its backup. If it was \
         destroyed on purpose, this keyring is an old copy that nothing opens"
    )]
    Absent {
        /// The version.
        version: i64,
        /// Where keys were looked for.
        place: String,
    },
    /// The keyring knows another key by this number.
    #[error(
        "master key {version} in {place} has the fingerprint {found}, but this keyring was wrapped by one with {expected}; \
         put that one back from its backup"
    )]
    Different {
        /// The version.
        version: i64,
        /// Where the key was found.
        place: String,
        /// The fingerprint of the key that wrapped the keyring.
        expected: String,
        /// The fingerprint of the key that was found.
        found: String,
    },
    /// Only a version that nothing needs can be destroyed.
    #[error("master key {version} still wraps keys, or never came to rest; rewrap the keyring first")]
    InUse {
        /// The version.
        version: i64,
    },
    /// The version went out of use too recently.
    #[error(
        "master key {version} must rest for {days} more days, so that no running process or needed backup depends on it"
    )]
    Resting {
        /// The version.
        version: i64,
        /// Days until it may be destroyed.
        days: i64,
    },
    /// A text cannot be changed from here.
    #[error("master key {version} is still in the text of the master keys; remove it there, restart, and try again")]
    StillInText {
        /// The version.
        version: i64,
    },
}

impl Error {
    pub(super) fn file(path: &Path, reason: impl ToString) -> Self {
        Self::File { path: path.to_owned(), reason: reason.to_string() }
    }
}
