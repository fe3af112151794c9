//! In whose words statements are written.

use database::{Database, Engine};
use sea_orm::DbBackend;

/// The engine of a database, as sea-orm calls it.
pub fn backend(database: &Database) -> DbBackend {
    match database.engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    }
}
