//! Opening the service, adding it to a server, and closing it.

use std::error::Error;
use std::sync::Arc;

use client::{CustomersSettings, InteractionsSettings, RemindersSettings};
use contracts::analytics::v1::customer360_service_server::Customer360ServiceServer;
use contracts::analytics::v1::report_service_server::ReportServiceServer;
use contracts::analytics::v1::score_service_server::ScoreServiceServer;
use contracts::analytics::v1::segment_service_server::SegmentServiceServer;
use contracts::analytics::v1::target_service_server::TargetServiceServer;
use customers::WithInteractions;
use feed::{Consumer, Publisher};
use foundation::{RecordsKeys, RecordsSettings, RunningRecords, Verifiable};
use futures::future::BoxFuture;
use process::{Opening, Standalone};
use serde::Deserialize;
use server::{ServerSettings, Services};

use crate::consume::{Activities, Customers};
use crate::rpc::customer360::Customers360;
use crate::rpc::report::Reports;
use crate::rpc::score::Scoring;
use crate::rpc::segment::Segments;
use crate::rpc::target::Targets;
use crate::{Migrator, NAME, Neighbours, Service, store};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The section `analytics`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
pub struct AnalyticsSettings {
    /// Where the records are, and how they are worked on.
    #[serde(flatten)]
    pub records: RecordsSettings,
}

/// The settings in which the databases are named.
const KEYS: RecordsKeys = RecordsKeys { records: "analytics.records", keyring: "analytics.keyring" };

/// The settings of a process that serves this service alone.
#[derive(Debug, Deserialize)]
pub struct Settings {
    analytics: AnalyticsSettings,
    customers: CustomersSettings,
    interactions: InteractionsSettings,
    reminders: RemindersSettings,
}

/// The service while it runs.
pub struct Running {
    service: Arc<Service>,
    records: RunningRecords,
}

impl Running {
    /// Opens the service's databases, and starts what runs beside the calls.
    ///
    /// # Errors
    /// Why it cannot start.
    pub async fn open(
        settings: &AnalyticsSettings,
        opening: &Opening,
        neighbours: Neighbours,
    ) -> Result<Self, foundation::Error> {
        let opened =
            RunningRecords::open::<Migrator>(NAME, KEYS, &settings.records, &opening.foundation, opening.schema);
        let (records, mut running) = opened.await?;
        let (database, clock) = (records.database().clone(), records.clock.clone());
        let Neighbours { heard: WithInteractions { customers, interaction_feed }, interactions, reminders } =
            neighbours;
        let of_customers = Consumer::new(NAME, customers.customer_feed, database.clone(), Customers, clock.clone());
        running.run(|end| async move { of_customers.run(end).await });
        let of_activities = Consumer::new(NAME, interaction_feed, database, Activities, clock);
        running.run(|end| async move { of_activities.run(end).await });
        let asked = [customers.customers, interactions, reminders];
        Ok(Self { service: Service::new(records, asked), records: running })
    }
}

impl process::Running for Running {
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        services
            .with(server::limited!(Customer360ServiceServer::new(Customers360(Arc::clone(&self.service))), settings))
            .with(server::limited!(ReportServiceServer::new(Reports(Arc::clone(&self.service))), settings))
            .with(server::limited!(ScoreServiceServer::new(Scoring(Arc::clone(&self.service))), settings))
            .with(server::limited!(SegmentServiceServer::new(Segments(Arc::clone(&self.service))), settings))
            .with(server::limited!(TargetServiceServer::new(Targets(Arc::clone(&self.service))), settings))
    }

    fn verifiable(&self) -> Verifiable {
        Verifiable { service: NAME, journal: self.service.records.journal.clone(), tables: store::state_tables() }
    }

    fn publisher(&self) -> Publisher {
        Publisher::new(NAME, &self.service.records.journal, |_| Ok(None))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        let Self { service, records } = *self;
        drop(service);
        Box::pin(records.close())
    }
}

impl Standalone for Running {
    const NAME: &'static str = NAME;
    const ABOUT: &'static str = "What does it add up to?";
    const SETTINGS: &'static [&'static str] =
        &[SETTINGS, client::SETTINGS, client::INTERACTIONS_SETTINGS, client::REMINDERS_SETTINGS];
    type Settings = Settings;
    type Migrator = Migrator;

    fn records(settings: &Settings) -> (&RecordsSettings, RecordsKeys) {
        (&settings.analytics.records, KEYS)
    }

    async fn open_alone(settings: Settings, opening: &Opening) -> Result<Self, Box<dyn Error>> {
        let neighbours = Neighbours::connect(&settings.customers, &settings.interactions, &settings.reminders)?;
        Ok(Self::open(&settings.analytics, opening, neighbours).await?)
    }
}
