//! Connecting to a PostgreSQL server.

use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{Connections, Database, Engine, Error, Writer};

/// How long a call waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest transaction: after it, what was read `as_of` a time is final. Milliseconds.
const STATEMENT_TIMEOUT: &str = "30000";
/// Prepared statements kept by each connection.
const STATEMENTS: usize = 512;

pub(crate) async fn connect(options: &PgConnectOptions, connections: Connections) -> Result<Database, Error> {
    let options = options
        .clone()
        .disable_statement_logging()
        .application_name("dossier")
        .statement_cache_capacity(STATEMENTS)
        .options([
            ("statement_timeout", STATEMENT_TIMEOUT),
            ("idle_in_transaction_session_timeout", STATEMENT_TIMEOUT),
            ("timezone", "UTC"),
            // Every statement has its index. A plan made while a table was small is kept when it is large.
            ("enable_seqscan", "off"),
            // What no index serves costs so much by that, that its plan would be compiled each time, which takes longer than to run it.
            ("jit", "off"),
        ]);
    let pool = |size: u32| {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options.clone())
    };
    Ok(Database {
        engine: Engine::Postgres,
        reader: sea_orm::SqlxPostgresConnector::from_sqlx_postgres_pool(pool(connections.readers).await?),
        writer: Writer::Postgres(pool(connections.writers).await?),
        _lock: None,
    })
}
