//! Opening a SQLite file: one writer, several readers, flushed at every commit.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlitePool};

use crate::folder_lock::FolderLock;
use crate::{Connections, Database, Engine, Error, Reader, Writer};

/// How long a connection waits for a lock that another holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How much of the file is mapped into memory, in bytes.
const MAPPED_BYTES: &str = "2147483648";
/// Pages after which a writer would bring the log into the file itself; the task below comes first.
const CHECKPOINT_PAGES: &str = "100000";
/// How often the log is brought into the file beside the writing.
const CHECKPOINT_PERIOD: Duration = Duration::from_secs(2);
/// Prepared statements kept by each connection.
const STATEMENTS: usize = 512;

pub(crate) async fn connect(file: &Path, connections: Connections) -> Result<Database, Error> {
    if let Some(folder) = file.parent() {
        make_folder(folder).map_err(|error| Error::Unavailable(format!("{}: {error}", folder.display())))?;
    }
    let lock = FolderLock::acquire(file)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .foreign_keys(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS)
        .pragma("mmap_size", MAPPED_BYTES)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("temp_store", "memory")
        .pragma("secure_delete", "on")
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // SQLite itself ends a transaction that meets a full disk. The driver takes it for open for ever after and begins no
        // other, so such a connection is left.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(options.clone())
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(connections.readers)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.pragma("query_only", "1"))
        .await?;
    end_leases(&writer).await?;
    tokio::spawn(checkpoint(readers.clone(), writer.clone()));
    Ok(Database {
        engine: Engine::Sqlite,
        reader: Reader::Sqlite(sea_orm::SqlxSqliteConnector::from_sqlx_sqlite_pool(readers)),
        writer: Writer::Sqlite(writer),
        _lock: Some(Arc::new(lock)),
    })
}

/// Ends the leases that are in the file: whoever held them is gone, since the folder is ours.
async fn end_leases(writer: &SqlitePool) -> Result<(), Error> {
    let tables = sqlx::query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'lease'");
    if tables.fetch_optional(writer).await?.is_some() {
        sqlx::query("UPDATE lease SET end_time = 0 WHERE end_time > 0").execute(writer).await?;
    }
    Ok(())
}

/// Makes a folder that nobody but its owner can enter.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Brings the log into the file without holding up writers, until the pools are closed.
async fn checkpoint(readers: SqlitePool, writer: SqlitePool) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(CHECKPOINT_PERIOD) => {}
            () = writer.close_event() => return,
            () = readers.close_event() => return,
        }
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&readers).await
            && !readers.is_closed()
        {
            tracing::warn!(%error, "a checkpoint failed");
        }
    }
}
