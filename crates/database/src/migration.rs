//! Migrations are run on purpose, by a person or by the embedded default; serving only checks.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait};
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use crate::{Database, Error};

/// Brings the schema to this binary's state.
///
/// # Errors
/// [`Error::SchemaNewer`] when the schema is ahead of this binary; those of the database.
pub async fn migrate<M: MigratorTrait>(database: &Database) -> Result<(), Error> {
    refuse_newer::<M>(database).await?;
    M::up(&database.migrating(), None).await?;
    Ok(())
}

/// Refuses to serve a schema that is not exactly this binary's.
///
/// # Errors
/// [`Error::MigrationsPending`] or [`Error::SchemaNewer`].
pub async fn check<M: MigratorTrait>(database: &Database) -> Result<(), Error> {
    refuse_newer::<M>(database).await?;
    let pending = M::get_pending_migrations_read_only(&database.migrating()).await?;
    match pending.first() {
        None => Ok(()),
        Some(first) => Err(Error::MigrationsPending { migration: first.name().to_owned(), count: pending.len() }),
    }
}

async fn refuse_newer<M: MigratorTrait>(database: &Database) -> Result<(), Error> {
    let connection = database.migrating();
    if !SchemaManager::new(&connection).has_table("seaql_migrations").await? {
        return Ok(());
    }
    let known = M::migrations();
    let applied = seaql_migrations::Entity::find().all(&connection).await?;
    match applied.into_iter().find(|applied| !known.iter().any(|migration| migration.name() == applied.version)) {
        None => Ok(()),
        Some(unknown) => Err(Error::SchemaNewer { migration: unknown.version }),
    }
}

/// Runs the statements of a migration, written once for both engines: `UUID` and `BYTES` stand for the engine's types, and
/// `CLUSTERED` after a table makes its key its order on disk where the engine can.
///
/// # Errors
/// Those of the database.
pub async fn define(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Sqlite => {
            statements.replace("UUID", "BLOB").replace("BYTES", "BLOB").replace("CLUSTERED", "WITHOUT ROWID")
        }
        _ => statements.replace("BYTES", "BYTEA").replace("CLUSTERED", ""),
    };
    manager.get_connection().execute_unprepared(&statements).await?;
    Ok(())
}
