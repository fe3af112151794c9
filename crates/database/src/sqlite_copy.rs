//! A copy of a SQLite file as it is at one moment, while others write to it.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::Error;

/// Copies the database in the file `from` to the file `to`, which must not be there. What is committed when the copy begins is in
/// it, whole. Whoever serves the database is not held up.
///
/// # Errors
/// [`Error::Unavailable`] when a file cannot be read or written; [`Error::DiskFull`].
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), Error> {
    let options = SqliteConnectOptions::new().filename(from).create_if_missing(false).disable_statement_logging();
    let mut connection = options.connect().await?;
    let target = to.display().to_string();
    let copied = sqlx::query("VACUUM INTO $1").bind(target).execute(&mut connection).await;
    connection.close().await?;
    copied?;
    Ok(())
}
