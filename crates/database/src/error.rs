//! What can go wrong with a database, as far as a caller can act on it.

use std::path::PathBuf;

use sea_orm::{DbErr, RuntimeErr};

/// Why a database did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// A setting is wrong.
    #[error("{0}")]
    Configuration(String),
    /// Another process has the folder open.
    #[error("another process is using {folder}; stop it, or name another folder with --data")]
    Held {
        /// The folder.
        folder: PathBuf,
    },
    /// The server cannot be reached, or the connection was lost. What was asked may have happened.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The disk is full. Nothing was written.
    #[error("the disk of the database is full; free some space: writing goes on by itself")]
    DiskFull,
    /// The schema has migrations that this binary does not know.
    #[error("the schema is newer than this binary: it has {migration}; start a binary of that release or a later one")]
    SchemaNewer {
        /// The first unknown migration.
        migration: String,
    },
    /// This binary has migrations that the schema lacks.
    #[error("{count} migrations are pending, first {migration}; run the `migrate` command of this binary")]
    MigrationsPending {
        /// The first missing migration.
        migration: String,
        /// How many are missing.
        count: usize,
    },
    /// A statement failed. A fault of this program, or of the database file.
    #[error("a statement failed: {0}")]
    Statement(String),
}

/// PostgreSQL: the disk is full; the classes of a connection that failed or a server that stops.
const DISK_FULL: &str = "53100";
const UNAVAILABLE_CLASSES: [&str; 3] = ["08", "53", "57"];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                // SQLITE_FULL; under the write-ahead log a full disk shows as SQLITE_IOERR_WRITE, beside it as SQLITE_IOERR_SHMSIZE.
                if ["13", "778", "4874", DISK_FULL].contains(&code.as_ref()) {
                    Self::DiskFull
                } else if code.len() == 5 && UNAVAILABLE_CLASSES.iter().any(|class| code.starts_with(class)) {
                    Self::Unavailable(database.message().to_owned())
                } else {
                    Self::Statement(format!("{} ({code})", database.message()))
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            _ => Self::Statement(error.to_string()),
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => match std::sync::Arc::try_unwrap(inner) {
                Ok(inner) => inner.into(),
                Err(shared) => Self::Statement(shared.to_string()),
            },
            DbErr::ConnectionAcquire(inner) => Self::Unavailable(inner.to_string()),
            other => Self::Statement(other.to_string()),
        }
    }
}
