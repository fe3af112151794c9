//! Connecting to a PostgreSQL server.

mod connection;

use std::time::Duration;

pub use connection::PostgresConnection;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{Connections, Database, Engine, Error, Reader, Writer};

/// How long a call waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest that a statement may take, and that a transaction may rest between two.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
/// A connection that was idle for longer is tried before it is used: the server may have gone meanwhile.
const SURE: Duration = Duration::from_secs(1);
/// How long the answer to that is waited for.
const LONGEST_TEST: Duration = Duration::from_secs(2);
/// Prepared statements kept by each connection.
const STATEMENTS: usize = 512;

pub(crate) async fn connect(options: &PgConnectOptions, connections: Connections) -> Result<Database, Error> {
    let longest = STATEMENT_TIMEOUT.as_millis().to_string();
    let options = options
        .clone()
        .disable_statement_logging()
        .application_name("dossier")
        .statement_cache_capacity(STATEMENTS)
        .options([
            ("statement_timeout", longest.as_str()),
            ("idle_in_transaction_session_timeout", longest.as_str()),
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
            .before_acquire(|connection, known| {
                Box::pin(async move {
                    let is_sure = known.idle_for < SURE || connection::answers(connection, LONGEST_TEST).await;
                    Ok(is_sure)
                })
            })
            .connect_with(options.clone())
    };
    Ok(Database {
        engine: Engine::Postgres,
        reader: Reader::Postgres(pool(connections.readers).await?),
        writer: Writer::Postgres(pool(connections.writers).await?),
        _lock: None,
    })
}
