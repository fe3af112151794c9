//! Opening the service, adding it to a server, and closing it.

use std::error::Error;
use std::sync::Arc;

use client::CustomersSettings;
use contracts::interaction::v1::complaint_service_server::ComplaintServiceServer;
use contracts::interaction::v1::feedback_service_server::FeedbackServiceServer;
use contracts::interaction::v1::interaction_service_server::InteractionServiceServer;
use contracts::interaction::v1::service_case_service_server::ServiceCaseServiceServer;
use contracts::interaction::v1::timeline_service_server::TimelineServiceServer;
use contracts::interaction::v1::transaction_service_server::TransactionServiceServer;
use contracts::interaction::v1::transfer_service_server::TransferServiceServer;
use customers::{Customers, Neighbours};
use feed::{Consumer, Publisher};
use foundation::{RecordsKeys, RecordsSettings, RunningRecords, Verifiable};
use futures::future::BoxFuture;
use operation::erasure::{self, StartError};
use process::{Opening, Standalone};
use serde::Deserialize;
use server::{ServerSettings, Services};

use crate::rpc::complaint::Complaints;
use crate::rpc::feedback::FeedbackRecords;
use crate::rpc::interaction::Interactions;
use crate::rpc::service_case::ServiceCases;
use crate::rpc::timeline::Timelines;
use crate::rpc::transaction::Transactions;
use crate::rpc::transfer::Transfers;
use crate::{Migrator, NAME, Service, event, store};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The section `interaction`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
pub struct InteractionSettings {
    /// Where the records are, and how they are worked on.
    #[serde(flatten)]
    pub records: RecordsSettings,
}

/// The settings in which the databases are named.
const KEYS: RecordsKeys = RecordsKeys { records: "interaction.records", keyring: "interaction.keyring" };

/// The settings of a process that serves this service alone.
#[derive(Debug, Deserialize)]
pub struct Settings {
    interaction: InteractionSettings,
    customers: CustomersSettings,
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
    pub async fn open(
        settings: &InteractionSettings,
        opening: &Opening,
        neighbours: Neighbours,
    ) -> Result<Self, StartError> {
        let opened =
            RunningRecords::open::<Migrator>(NAME, KEYS, &settings.records, &opening.foundation, opening.schema);
        let (records, mut running) = opened.await?;
        let (database, clock) = (records.database().clone(), records.clock.clone());
        let service = Service::new(records, neighbours.customers, opening.watches.clone());
        erasure::replay(&*service).await?;
        let consumer = Consumer::new(NAME, neighbours.customer_feed, database, Customers, clock);
        running.run(|end| async move { consumer.run(end).await });
        running.run(|end| erasure::follow(Arc::clone(&service), end));
        running.run(|end| erasure::finish(Arc::clone(&service), end));
        Ok(Self { service, records: running })
    }
}

impl process::Running for Running {
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        let service = || Arc::clone(&self.service);
        services
            .with(server::limited!(ComplaintServiceServer::new(Complaints(service())), settings))
            .with(server::limited!(FeedbackServiceServer::new(FeedbackRecords(service())), settings))
            .with(server::limited!(InteractionServiceServer::new(Interactions(service())), settings))
            .with(server::limited!(ServiceCaseServiceServer::new(ServiceCases(service())), settings))
            .with(server::limited!(TimelineServiceServer::new(Timelines(service())), settings))
            .with(server::limited!(TransactionServiceServer::new(Transactions(service())), settings))
            .with(server::limited!(TransferServiceServer::new(Transfers(service())), settings))
    }

    fn verifiable(&self) -> Verifiable {
        let journal = self.service.records.journal.clone();
        Verifiable { service: NAME, journal, tables: store::activity::state_tables() }
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
    const ABOUT: &'static str = "What has happened between us?";
    const SETTINGS: &'static [&'static str] = &[SETTINGS, client::SETTINGS];
    type Settings = Settings;
    type Migrator = Migrator;

    fn records(settings: &Settings) -> (&RecordsSettings, RecordsKeys) {
        (&settings.interaction.records, KEYS)
    }

    async fn open_alone(settings: Settings, opening: &Opening) -> Result<Self, Box<dyn Error>> {
        let neighbours = Neighbours::connect(&settings.customers)?;
        Ok(Self::open(&settings.interaction, opening, neighbours).await?)
    }
}
