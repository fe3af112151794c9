//! What the services of a process stand on together: the ledger, the access log, the master keys, and who may call.

mod error;
mod journal_service;
mod records;
mod settings;

use std::path::Path;

use access::log::{AccessLog, LogMode, Migrations};
use access::{Authenticator, KeySet, KeySource, OwnToken, TokenVerifier};
use clock::Clock;
use database::{Address, Connections, Database};
pub use error::Error;
pub use journal_service::{Journals, Verifiable};
use keyring::ledger::Ledger;
use keyring::{MasterKeys, WhenEmpty, ledger};
pub use records::{Records, RecordsKeys, RecordsSettings, RunningRecords};
pub use settings::{AccessLogSettings, AuthenticationSettings, FoundationSettings, LedgerSettings, MasterKeySettings};

/// The settings of this crate with their defaults, to be put before those of a service.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The settings in which the databases are named.
const LEDGER: &str = "ledger.database";
const ACCESS_LOG: &str = "access_log.database";

/// How a database's schema is brought to what this binary needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Schema {
    /// Pending migrations are run.
    Migrate,
    /// Pending migrations are refused: a person runs them on purpose.
    Check,
}

/// What the services of a process stand on together.
pub struct Foundation {
    /// The time.
    pub clock: Clock,
    /// What a restore must not turn back.
    pub ledger: Ledger,
    /// Who read what.
    pub access_log: AccessLog,
    /// By what the services of the process know each other.
    pub own_token: OwnToken,
    databases: [Database; 2],
    settings: FoundationSettings,
}

impl FoundationSettings {
    /// Brings the schemas of ledger and access log to this binary's state.
    ///
    /// # Errors
    /// A setting that is missing; a database that cannot be reached, or that a newer release migrated.
    pub async fn migrate(&self) -> Result<(), Error> {
        let (ledger, log) = (&self.ledger.database, &self.access_log.database);
        open_database::<ledger::Migrator>(LEDGER, ledger, Schema::Migrate).await?.close().await;
        open_database::<Migrations>(ACCESS_LOG, log, Schema::Migrate).await?.close().await;
        Ok(())
    }
}

impl Foundation {
    /// Opens ledger and access log.
    ///
    /// # Errors
    /// A setting that is missing, a database that cannot be reached or has another schema.
    pub async fn open(settings: FoundationSettings, schema: Schema, clock: Clock) -> Result<Self, Error> {
        let ledger = open_database::<ledger::Migrator>(LEDGER, &settings.ledger.database, schema).await?;
        let log = open_database::<Migrations>(ACCESS_LOG, &settings.access_log.database, schema).await?;
        let mode = if settings.access_log.strict { LogMode::Strict } else { LogMode::Batched };
        Ok(Self {
            ledger: Ledger::open(ledger.clone()),
            access_log: AccessLog::start(log.clone(), mode, clock.clone()),
            own_token: OwnToken::new([clock.salt(), clock.salt()]),
            databases: [ledger, log],
            clock,
            settings,
        })
    }

    /// The master keys, for the keyring of one service.
    ///
    /// # Errors
    /// Neither folder nor text is set; those of the keys.
    pub fn master_keys(&self) -> Result<MasterKeys, Error> {
        let MasterKeySettings { folder, text, make_first } = &self.settings.master_keys;
        let when_empty = if *make_first { WhenEmpty::MakeFirst } else { WhenEmpty::Refuse };
        match (folder.as_str(), text.as_str()) {
            ("", "") => Err(Error::Missing("master_keys.folder")),
            ("", text) => Ok(MasterKeys::from_text(text)?),
            (folder, _) => Ok(MasterKeys::from_folder(Path::new(folder), when_empty)?),
        }
    }

    /// Who may call.
    ///
    /// # Errors
    /// The key set cannot be read; nobody could call.
    pub async fn authenticator(&self) -> Result<Authenticator, Error> {
        let AuthenticationSettings { key_set, issuer, audience, local_callers } = &self.settings.authentication;
        let tokens = if key_set.is_empty() {
            None
        } else {
            let keys = KeySet::open(key_set.parse::<KeySource>()?, self.clock.clone()).await?;
            let verifier = TokenVerifier::new(keys, issuer, audience, self.clock.clone());
            Some(verifier.with_logins(self.access_log.clone()))
        };
        let authenticator = match tokens {
            tokens if *local_callers => Authenticator::embedded(tokens),
            Some(tokens) => Authenticator::by_token(tokens),
            None => return Err(Error::Missing("authentication.key_set")),
        };
        Ok(authenticator.with_own_token(self.own_token.clone()))
    }

    /// Writes what waits in the access log, and closes the databases.
    pub async fn close(self) {
        if let Err(error) = self.access_log.close().await {
            tracing::error!(%error, "the process ends before all of the access log is written");
        }
        for database in self.databases {
            database.close().await;
        }
    }
}

/// Opens a database named by the setting `key`.
///
/// # Errors
/// The setting is empty or malformed; the database cannot be reached or has another schema.
pub async fn open_database<M: database::MigratorTrait>(
    key: &'static str,
    address: &str,
    schema: Schema,
) -> Result<Database, Error> {
    open_database_with::<M>(key, address, schema, Connections::default()).await
}

/// As [`open_database`], with so many connections.
///
/// # Errors
/// As [`open_database`].
pub async fn open_database_with<M: database::MigratorTrait>(
    key: &'static str,
    address: &str,
    schema: Schema,
    connections: Connections,
) -> Result<Database, Error> {
    if address.is_empty() {
        return Err(Error::Missing(key));
    }
    let opening = |error| Error::Database { key, error };
    let database =
        Database::connect(&address.parse::<Address>().map_err(opening)?, connections).await.map_err(opening)?;
    match schema {
        Schema::Migrate => database::migrate::<M>(&database).await,
        Schema::Check => database::check::<M>(&database).await,
    }
    .map_err(opening)?;
    Ok(database)
}
