//! What a restored backup must not turn back: which subjects were erased, and which numbers were given.
//!
//! The ledger is a database of its own, kept and backed up apart from records and keyrings. After a restore of either, all
//! erasures are replayed before anything is served, and numbers go on above the marks.

mod erasure;
mod mark;
mod migration;

use database::Database;
pub use erasure::Erasure;
pub use migration::Migrator;

/// The ledger. Clones share its database.
#[derive(Clone, Debug)]
pub struct Ledger {
    database: Database,
}

impl Ledger {
    /// The ledger that lies in a database migrated by [`Migrator`].
    pub fn open(database: Database) -> Self {
        Self { database }
    }
}

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The ledger's database did not do its part.
    #[error("the ledger's database: {0}")]
    Database(#[from] database::Error),
    /// An argument breaks a rule.
    #[error("{argument} {rule}")]
    Argument {
        /// Which.
        argument: &'static str,
        /// The rule.
        rule: &'static str,
    },
    /// A row was altered outside this program.
    #[error("erasure {position} in the ledger was altered; restore the ledger from its backup")]
    Altered {
        /// The erasure's position.
        position: i64,
    },
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Database(error.into())
    }
}
