//! Databases on the PostgreSQL server of the tests: a template for each migrator, cloned for each test.

use std::any::type_name;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm_migration::MigratorTrait;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::fresh::migrate;

/// Names the server: `postgres://user@host:port/name` where databases may be created, or [`SKIP`].
const VARIABLE: &str = "DOSSIER_TEST_POSTGRES";
/// Passes the tests on PostgreSQL over, knowingly.
const SKIP: &str = "skip";

/// Whether the tests on PostgreSQL are passed over.
pub fn is_skipped() -> bool {
    setting().as_deref() == Some(SKIP)
}

#[expect(clippy::disallowed_methods, reason = "a test binary has no settings; its runner speaks to it so")]
fn setting() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

fn server() -> PgConnectOptions {
    let url = setting().unwrap_or_else(|| {
        panic!(
            "{VARIABLE} is not set: run `cargo xtask test`, which starts a server, \
             or set it to postgres://user@host:port/name, or to `{SKIP}` to pass over"
        )
    });
    PgConnectOptions::from_str(&url)
        .unwrap_or_else(|_| panic!("{VARIABLE} is not an address: write postgres://user@host:port/name"))
        // Making and dropping databases takes its time where many do it at once.
        .disable_statement_logging()
}

/// A database that is dropped with this value, whoever is still connected.
pub(crate) struct Created {
    name: String,
}

/// Makes a copy of the migrator's template; answers it and its address.
pub(crate) async fn clone_template<M: MigratorTrait>() -> (Created, String) {
    static CLONES: AtomicU64 = AtomicU64::new(0);

    let mut connection = connect().await;
    let template = template::<M>(&mut connection).await;
    let name = format!("dossier_test_{}_{}", process::id(), CLONES.fetch_add(1, Ordering::Relaxed));
    // A process that was killed may have left a database of this name.
    execute(&mut connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    // Copied as files: by way of the write-ahead log it costs a third more.
    execute(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")).await;
    let url = url(&name);
    (Created { name }, url)
}

/// The name of the migrator's template. It is made by the first process of a build of the test binary that asks; its comment
/// says for which build, and is written last, so that a template half made is made again.
async fn template<M: MigratorTrait>(connection: &mut PgConnection) -> String {
    let binary = std::env::current_exe().expect("a process knows its binary");
    let build = binary.metadata().and_then(|metadata| metadata.modified()).expect("a file has a time");
    let build = format!("{:x}", hash(&build));
    let key = hash(&(type_name::<M>(), &binary));
    let name = format!("dossier_template_{key:016x}");

    execute(connection, format!("SELECT pg_advisory_lock({})", key.cast_signed())).await;
    let comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1";
    let made_for: Option<Option<String>> =
        sqlx::query_scalar(comment).bind(&name).fetch_optional(&mut *connection).await.expect("databases are listed");
    if made_for.flatten().as_deref() != Some(build.as_str()) {
        execute(connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        execute(connection, format!("CREATE DATABASE {name}")).await;
        migrate::<M>(&url(&name)).await;
        execute(connection, format!("COMMENT ON DATABASE {name} IS '{build}'")).await;
    }
    execute(connection, format!("SELECT pg_advisory_unlock({})", key.cast_signed())).await;
    name
}

impl Drop for Created {
    /// On a thread of its own, since the runtime of the test may be ending.
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let dropping = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be started").block_on(async {
                execute(&mut connect().await, statement).await;
            });
        });
        if dropping.join().is_err() {
            eprintln!("the database {} could not be dropped", self.name);
        }
    }
}

async fn connect() -> PgConnection {
    PgConnection::connect_with(&server())
        .await
        .unwrap_or_else(|error| panic!("{VARIABLE}: the server cannot be reached: {error}"))
}

async fn execute(connection: &mut PgConnection, statement: String) {
    if let Err(error) = sqlx::raw_sql(AssertSqlSafe(statement.as_str())).execute(connection).await {
        panic!("{statement}: {error}");
    }
}

fn url(name: &str) -> String {
    server().database(name).to_url_lossy().into()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
