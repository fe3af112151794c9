//! Opening the service, adding it to a server, and closing it.

use std::sync::Arc;

use contracts::customer::v1::contact_person_service_server::ContactPersonServiceServer;
use contracts::customer::v1::customer_service_server::CustomerServiceServer;
use contracts::customer::v1::import_service_server::ImportServiceServer;
use contracts::customer::v1::ownership_service_server::OwnershipServiceServer;
use contracts::customer::v1::revert_service_server::RevertServiceServer;
use contracts::customer::v1::staff_service_server::StaffServiceServer;
use contracts::customer::v1::tenant_service_server::TenantServiceServer;
use contracts::customer::v1::vocabulary_service_server::VocabularyServiceServer;
use database::Connections;
use feed::Publisher;
use foundation::{Foundation, Schema, Verifiable, open_database, open_database_with};
use journal::Journal;
use keyring::Keyring;
use serde::Deserialize;
use server::{ServerSettings, Services};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::rpc::contact_person::ContactPersons;
use crate::rpc::customer::Customers;
use crate::rpc::import::Imports;
use crate::rpc::ownership::Ownership;
use crate::rpc::revert::Reverts;
use crate::rpc::staff::StaffAndTeams;
use crate::rpc::tenant::Tenants;
use crate::rpc::vocabulary::Vocabularies;
use crate::{Migrator, Service, event, store};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The section `customer`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct CustomerSettings {
    pub records: String,
    pub keyring: String,
    pub readers: u32,
    pub writers: u32,
    pub lanes: usize,
}

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// What it stands on.
    #[error(transparent)]
    Foundation(#[from] foundation::Error),
    /// Erasures that could not be carried out in records that may have been restored: they are not served.
    #[error("erasures could not be carried out: {0}")]
    Erasure(String),
}

/// The service while it runs.
pub struct Running {
    service: Arc<Service>,
    journal: Journal,
    writer: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
    end: CancellationToken,
    keyring: database::Database,
}

impl Running {
    /// Opens the service's databases, carries out what the ledger says, and starts what runs beside the calls.
    ///
    /// # Errors
    /// Why it cannot start.
    pub async fn open(
        settings: &CustomerSettings,
        foundation: &Foundation,
        schema: Schema,
    ) -> Result<Self, StartError> {
        let clock = foundation.clock.clone();
        let connections = Connections { readers: settings.readers, writers: settings.writers };
        let records =
            open_database_with::<Migrator>("customer.records", &settings.records, schema, connections).await?;
        let keys = open_database::<keyring::Migrator>("customer.keyring", &settings.keyring, schema).await?;
        let keyring = Keyring::open(keys.clone(), foundation.master_keys()?, clock.clone());
        let keyring = keyring.await.map_err(foundation::Error::from)?;
        let (journal, writer) = Journal::open(records, clock.clone(), journal::Settings { lanes: settings.lanes });
        let (ledger, log) = (foundation.ledger.clone(), foundation.access_log.clone());
        let service = Service::new(clock, journal.clone(), keyring, ledger, log);
        let erased = service.replay_erasures().await.map_err(|error| StartError::Erasure(error.to_string()))?;
        if erased > 0 {
            tracing::info!(erased, "erasures of the ledger were carried out");
        }
        let end = CancellationToken::new();
        let tasks = vec![
            tokio::spawn(journal.clone().sequence(end.clone())),
            tokio::spawn(journal.clone().forget_requests(end.clone())),
            tokio::spawn(Arc::clone(&service).finish_erasures(end.clone())),
        ];
        Ok(Self { service, journal, writer, tasks, end, keyring: keys })
    }

    /// Adds the services of the contract.
    pub fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        let service = || Arc::clone(&self.service);
        services
            .with(server::limited!(ContactPersonServiceServer::new(ContactPersons(service())), settings))
            .with(server::limited!(CustomerServiceServer::new(Customers(service())), settings))
            .with(server::limited!(ImportServiceServer::new(Imports(service())), settings))
            .with(server::limited!(OwnershipServiceServer::new(Ownership(service())), settings))
            .with(server::limited!(RevertServiceServer::new(Reverts(service())), settings))
            .with(server::limited!(StaffServiceServer::new(StaffAndTeams(service())), settings))
            .with(server::limited!(TenantServiceServer::new(Tenants(service())), settings))
            .with(server::limited!(VocabularyServiceServer::new(Vocabularies(service())), settings))
    }

    /// The journal, to be verified.
    pub fn verifiable(&self) -> Verifiable {
        Verifiable { service: crate::NAME, journal: self.journal.clone(), tables: store::state_tables() }
    }

    /// What other services are told.
    pub fn publisher(&self) -> Publisher {
        Publisher::new(crate::NAME, &self.journal, event::event)
    }

    /// Ends what runs beside the calls, writes what was handed in, and closes the databases. No call is under way any more.
    pub async fn close(self) {
        self.end.cancel();
        for task in self.tasks {
            // A task that panicked has said so.
            let _ = task.await;
        }
        let records = self.journal.database().clone();
        drop((self.service, self.journal));
        let _ = self.writer.await;
        records.close().await;
        self.keyring.close().await;
    }
}
