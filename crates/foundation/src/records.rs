//! The records of a service: journal and keyring, open, and what runs beside the calls.

use access::log::AccessLog;
use clock::Clock;
use database::{Connections, Database, MigratorTrait};
use journal::Journal;
use keyring::Keyring;
use keyring::ledger::Ledger;
use serde::Deserialize;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{Error, Foundation, Schema, open_database, open_database_with};

/// Where a service keeps its records, and how it works on them; the service's `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct RecordsSettings {
    pub records: String,
    pub keyring: String,
    pub readers: u32,
    pub writers: u32,
    pub lanes: usize,
}

/// The settings in which the databases of a service are named.
#[derive(Clone, Copy, Debug)]
pub struct RecordsKeys {
    /// That of the records, such as `customer.records`.
    pub records: &'static str,
    /// That of the keyring.
    pub keyring: &'static str,
}

impl RecordsSettings {
    /// Brings the schemas of the databases to this binary's state.
    ///
    /// # Errors
    /// A setting that is missing; a database that cannot be reached, or that a newer release migrated.
    pub async fn migrate<M: MigratorTrait>(&self, keys: RecordsKeys) -> Result<(), Error> {
        open_database::<M>(keys.records, &self.records, Schema::Migrate).await?.close().await;
        open_database::<keyring::Migrator>(keys.keyring, &self.keyring, Schema::Migrate).await?.close().await;
        Ok(())
    }
}

/// What the operations of a service keep their records with.
#[derive(Clone)]
pub struct Records {
    /// The name of the service: in journals, keyrings and logs.
    pub service: &'static str,
    /// The time.
    pub clock: Clock,
    /// The one way to write.
    pub journal: Journal,
    /// The keys of persons.
    pub keyring: Keyring,
    /// What a restore must not turn back.
    pub ledger: Ledger,
    /// Who read what.
    pub access_log: AccessLog,
}

impl Records {
    /// The database, to read from.
    pub fn database(&self) -> &Database {
        self.journal.database()
    }
}

/// The databases of a service and what runs beside its calls, until they are closed.
pub struct RunningRecords {
    journal: Journal,
    keyring: Database,
    writer: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
    end: CancellationToken,
}

impl RunningRecords {
    /// Opens the databases of a service, and starts what keeps its journal in order.
    ///
    /// # Errors
    /// A setting that is missing, a database that cannot be reached or has another schema; those of the keys.
    pub async fn open<M: MigratorTrait>(
        service: &'static str,
        keys: RecordsKeys,
        settings: &RecordsSettings,
        foundation: &Foundation,
        schema: Schema,
    ) -> Result<(Records, Self), Error> {
        let clock = foundation.clock.clone();
        let connections = Connections { readers: settings.readers, writers: settings.writers };
        let records = open_database_with::<M>(keys.records, &settings.records, schema, connections).await?;
        let pages = open_database::<keyring::Migrator>(keys.keyring, &settings.keyring, schema).await?;
        let keyring = Keyring::open(pages.clone(), foundation.master_keys()?, clock.clone()).await?;
        let lanes = journal::Settings { lanes: settings.lanes };
        let (journal, writer) = Journal::open(service, records, clock.clone(), lanes);
        let (ledger, access_log) = (foundation.ledger.clone(), foundation.access_log.clone());
        let records = Records { service, clock, journal: journal.clone(), keyring, ledger, access_log };
        let mut running =
            Self { journal: journal.clone(), keyring: pages, writer, tasks: Vec::new(), end: CancellationToken::new() };
        running.run(|end| journal.clone().sequence(end));
        running.run(|end| journal.clone().forget_requests(end));
        running.run(|end| records.keyring.clone().keep_wrapped(end));
        Ok((records, running))
    }

    /// Runs a task beside the calls, which ends when it is told to.
    pub fn run<F>(&mut self, task: impl FnOnce(CancellationToken) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.push(tokio::spawn(task(self.end.clone())));
    }

    /// Ends what runs beside the calls, writes what was handed in, and closes the databases. No call is under way any more, and
    /// nobody else holds the [`Records`].
    pub async fn close(self) {
        self.end.cancel();
        for task in self.tasks {
            // A task that panicked has said so.
            let _ = task.await;
        }
        let records = self.journal.database().clone();
        drop(self.journal);
        let _ = self.writer.await;
        records.close().await;
        self.keyring.close().await;
    }
}
