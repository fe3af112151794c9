//! What can go wrong with keys, as far as a caller can act on it.

use uuid::Uuid;

use crate::{KeySlot, master};

/// Why the keyring did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The keyring's database did not do its part.
    #[error("the keyring's database: {0}")]
    Database(#[from] database::Error),
    /// A master key is missing, malformed or not the one that wrapped the keyring.
    #[error(transparent)]
    Master(#[from] master::Error),
    /// The subject was erased. Nothing opens or seals under its key again.
    #[error("the key in slot {} of page {} was shredded", .0.index(), .0.page())]
    Shredded(KeySlot),
    /// The records name a page that this keyring does not hold.
    #[error("the keyring holds no page {page}; it belongs to other records, or was restored from before them")]
    Missing {
        /// The page.
        page: Uuid,
    },
    /// A row of the keyring was altered outside this program.
    #[error("{row} of the keyring was altered; restore it from a backup of the keyring")]
    Altered {
        /// Which row.
        row: String,
    },
    /// Too many others changed the same page at once.
    #[error("page {page} of the keyring was changed by others {attempts} times in a row; try again")]
    Contended {
        /// The page.
        page: Uuid,
        /// How often it was tried.
        attempts: usize,
    },
    /// The cryptographic library answered no random numbers or refused a key.
    #[error("the cryptographic library failed")]
    Cryptography,
}

impl From<aws_lc_rs::error::Unspecified> for Error {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Cryptography
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// Why something was not sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SealError {
    /// The subject was erased.
    #[error("the key was shredded")]
    Shredded,
    /// The cryptographic library answered no random numbers.
    #[error("the cryptographic library failed")]
    Cryptography,
}

/// Why something sealed was not opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// The subject was erased.
    #[error("the key was shredded")]
    Shredded,
    /// Too short, or a slot that no page has: not made by this crate.
    #[error("the sealed bytes are malformed")]
    Malformed,
    /// The first byte names a format that this binary does not know.
    #[error("the sealed bytes have format {0}, which this binary does not know")]
    UnknownFormat(u8),
    /// Sealed under the key of another slot.
    #[error("the bytes were sealed under another key")]
    OtherKey,
    /// Altered, or sealed for another record, revision, tenant or subject.
    #[error("the sealed bytes were altered, or belong elsewhere")]
    Altered,
}
