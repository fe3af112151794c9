//! The PostgreSQL server that is measured.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::{Outcome, cpu};

/// The settings of the server that name a database, and how it is called here.
const DATABASES: [(&str, &str); 10] = [
    ("DOSSIER_CUSTOMER__RECORDS", "dossier_bench_records"),
    ("DOSSIER_CUSTOMER__KEYRING", "dossier_bench_keyring"),
    ("DOSSIER_INTERACTION__RECORDS", "dossier_bench_interaction_records"),
    ("DOSSIER_INTERACTION__KEYRING", "dossier_bench_interaction_keyring"),
    ("DOSSIER_ANALYTICS__RECORDS", "dossier_bench_analytics_records"),
    ("DOSSIER_ANALYTICS__KEYRING", "dossier_bench_analytics_keyring"),
    ("DOSSIER_REMINDER__RECORDS", "dossier_bench_reminder_records"),
    ("DOSSIER_REMINDER__KEYRING", "dossier_bench_reminder_keyring"),
    ("DOSSIER_ACCESS_LOG__DATABASE", "dossier_bench_access_log"),
    ("DOSSIER_LEDGER__DATABASE", "dossier_bench_ledger"),
];

/// A PostgreSQL server where databases may be created.
pub struct Postgres {
    options: PgConnectOptions,
    /// Its first process, from which all others descend.
    pub process: u32,
}

impl Postgres {
    /// Finds the server at the address.
    ///
    /// # Errors
    /// It cannot be reached, or does not run on this machine.
    pub async fn find(url: &str) -> Outcome<Self> {
        let options = PgConnectOptions::from_str(url)?;
        let mut connection = PgConnection::connect_with(&options).await?;
        let backend: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await?;
        let process = cpu::parent(backend.try_into()?)
            .map_err(|error| format!("PostgreSQL's CPU time cannot be counted: {error}"))?;
        connection.close().await?;
        Ok(Self { options, process })
    }

    /// Makes empty databases, in the place of those that are there; answers the settings that name them.
    ///
    /// # Errors
    /// The role of the address may not create databases.
    pub async fn create_databases(&self) -> Outcome<Vec<(&'static str, String)>> {
        self.drop_databases().await?;
        let mut settings = Vec::new();
        for (setting, name) in DATABASES {
            execute(&self.options, &format!("CREATE DATABASE {name}")).await?;
            settings.push((setting, self.options.clone().database(name).to_url_lossy().into()));
        }
        Ok(settings)
    }

    /// Does at once what autovacuum would do a little later, in the middle of a measurement.
    ///
    /// # Errors
    /// The server is gone.
    pub async fn vacuum(&self) -> Outcome<()> {
        for (_, name) in DATABASES {
            execute(&self.options.clone().database(name), "VACUUM (ANALYZE)").await?;
        }
        Ok(())
    }

    /// Drops the databases that are there.
    ///
    /// # Errors
    /// The server is gone.
    pub async fn drop_databases(&self) -> Outcome<()> {
        for (_, name) in DATABASES {
            execute(&self.options, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        Ok(())
    }
}

async fn execute(options: &PgConnectOptions, statement: &str) -> Outcome<()> {
    let mut connection = PgConnection::connect_with(options).await?;
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
    Ok(connection.close().await?)
}
