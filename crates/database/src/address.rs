//! Where a database is.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use crate::Error;

/// Where a database is: `sqlite:FILE` or `postgres://user@host:port/name?options=-csearch_path=customer`.
#[derive(Clone, Debug)]
pub enum Address {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server, 15 or newer.
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(Error::Configuration("a database address `sqlite:` needs a file name after it".into()));
            }
            return Ok(Self::Sqlite(PathBuf::from(file)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The text may hold a password, so it is not repeated.
            return PgConnectOptions::from_str(text)
                .map(|options| Self::Postgres(Box::new(options)))
                .map_err(|_| Error::Configuration("a database address `postgres://…` is malformed".into()));
        }
        Err(Error::Configuration("a database address begins with `sqlite:` or `postgres://`".into()))
    }
}
