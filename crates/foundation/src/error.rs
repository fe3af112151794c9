//! Why a process cannot start.

/// Why a process cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting without which nothing goes.
    #[error("the setting `{0}` is empty; set it in the settings file or the environment")]
    Missing(&'static str),
    /// A database.
    #[error("{key}: {error}")]
    Database {
        /// The setting that names it.
        key: &'static str,
        /// What is wrong with it.
        error: database::Error,
    },
    /// The master keys.
    #[error("master_keys: {0}")]
    MasterKeys(#[from] keyring::MasterKeyError),
    /// The keyring.
    #[error("keyring: {0}")]
    Keyring(#[from] keyring::Error),
    /// The address of the key set.
    #[error("authentication.key_set: {0}")]
    KeySource(#[from] access::KeySourceError),
    /// The key set.
    #[error("authentication.key_set: {0}")]
    KeySet(#[from] access::KeySetError),
}
