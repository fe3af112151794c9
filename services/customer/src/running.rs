//! Opening the service, adding it to a server, and closing it.

use std::error::Error;
use std::sync::Arc;

use contracts::customer::v1::contact_person_service_server::ContactPersonServiceServer;
use contracts::customer::v1::custom_field_service_server::CustomFieldServiceServer;
use contracts::customer::v1::customer_service_server::CustomerServiceServer;
use contracts::customer::v1::import_service_server::ImportServiceServer;
use contracts::customer::v1::ownership_service_server::OwnershipServiceServer;
use contracts::customer::v1::revert_service_server::RevertServiceServer;
use contracts::customer::v1::staff_service_server::StaffServiceServer;
use contracts::customer::v1::tenant_service_server::TenantServiceServer;
use contracts::customer::v1::vocabulary_service_server::VocabularyServiceServer;
use feed::Publisher;
use foundation::{RecordsKeys, RecordsSettings, RunningRecords, Verifiable};
use futures::future::BoxFuture;
use operation::erasure::{self, StartError};
use process::{Opening, Standalone};
use serde::Deserialize;
use server::{ServerSettings, Services};

use crate::rpc::contact_person::ContactPersons;
use crate::rpc::custom_field::CustomFields;
use crate::rpc::customer::Customers;
use crate::rpc::import::Imports;
use crate::rpc::ownership::Ownership;
use crate::rpc::revert::Reverts;
use crate::rpc::staff::StaffAndTeams;
use crate::rpc::tenant::Tenants;
use crate::rpc::vocabulary::Vocabularies;
use crate::{Migrator, NAME, Service, event, store};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The section `customer`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
pub struct CustomerSettings {
    /// Where the records are, and how they are worked on.
    #[serde(flatten)]
    pub records: RecordsSettings,
}

/// The settings in which the databases are named.
const KEYS: RecordsKeys = RecordsKeys { records: "customer.records", keyring: "customer.keyring" };

/// The settings of a process that serves this service alone.
#[derive(Debug, Deserialize)]
pub struct Settings {
    customer: CustomerSettings,
}

/// The service while it runs.
pub struct Running {
    service: Arc<Service>,
    records: RunningRecords,
}

impl Running {
    /// Opens the service's databases, carries out what the ledger says, and starts what runs beside the calls.
    ///
    /// # Errors
    /// Why it cannot start.
    pub async fn open(settings: &CustomerSettings, opening: &Opening) -> Result<Self, StartError> {
        let opened =
            RunningRecords::open::<Migrator>(NAME, KEYS, &settings.records, &opening.foundation, opening.schema);
        let (records, mut running) = opened.await?;
        let service = Service::new(records);
        erasure::replay(&*service).await?;
        running.run(|end| erasure::finish(Arc::clone(&service), end));
        running.run(|end| Arc::clone(&service).index_attributes(end));
        running.run(|end| Arc::clone(&service).purge_deleted(end));
        Ok(Self { service, records: running })
    }
}

impl process::Running for Running {
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        let service = || Arc::clone(&self.service);
        services
            .with(server::limited!(ContactPersonServiceServer::new(ContactPersons(service())), settings))
            .with(server::limited!(CustomFieldServiceServer::new(CustomFields(service())), settings))
            .with(server::limited!(CustomerServiceServer::new(Customers(service())), settings))
            .with(server::limited!(ImportServiceServer::new(Imports(service())), settings))
            .with(server::limited!(OwnershipServiceServer::new(Ownership(service())), settings))
            .with(server::limited!(RevertServiceServer::new(Reverts(service())), settings))
            .with(server::limited!(StaffServiceServer::new(StaffAndTeams(service())), settings))
            .with(server::limited!(TenantServiceServer::new(Tenants(service())), settings))
            .with(server::limited!(VocabularyServiceServer::new(Vocabularies(service())), settings))
    }

    fn verifiable(&self) -> Verifiable {
        let journal = self.service.records.journal.clone();
        Verifiable { service: NAME, journal, tables: store::state_tables() }
    }

    fn publisher(&self) -> Publisher {
        Publisher::new(NAME, &self.service.records.journal, event::event)
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        let Self { service, records } = *self;
        drop(service);
        Box::pin(records.close())
    }
}

impl Standalone for Running {
    const NAME: &'static str = NAME;
    const ABOUT: &'static str = "Who is this customer, and who may know?";
    const SETTINGS: &'static [&'static str] = &[SETTINGS];
    type Settings = Settings;
    type Migrator = Migrator;

    fn records(settings: &Settings) -> (&RecordsSettings, RecordsKeys) {
        (&settings.customer.records, KEYS)
    }

    async fn open_alone(settings: Settings, opening: &Opening) -> Result<Self, Box<dyn Error>> {
        Ok(Self::open(&settings.customer, opening).await?)
    }
}
