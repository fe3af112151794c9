//! What can be wrong with settings, as the operator who set them reads it.

use std::path::PathBuf;

/// Why the settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is not there, or not TOML.
    #[error("the settings file {path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system or the parser said.
        reason: String,
    },
    /// A key that no setting has.
    #[error("`{key}` in {origin} is not a setting; the nearest ones are {near}")]
    UnknownKey {
        /// The key as given.
        key: String,
        /// Where it was given.
        origin: String,
        /// The most similar keys.
        near: String,
    },
    /// A value that its key does not take.
    #[error("`{key}` in {origin} {rule}; correct it, or leave it out to have its default: {default}")]
    Refused {
        /// The key.
        key: String,
        /// Where the value was given.
        origin: String,
        /// What a value of this key must be.
        rule: String,
        /// What holds if nothing is given.
        default: String,
    },
    /// The embedded defaults are not TOML or do not fit the program that reads them. A fault of this release.
    #[error("the defaults of this release are broken: {0}")]
    Defaults(String),
}
