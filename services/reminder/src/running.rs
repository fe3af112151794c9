//! Opening the service, adding it to a server, and closing it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use client::{CustomersSettings, InteractionsSettings};
use contracts::reminder::v1::cadence_service_server::CadenceServiceServer;
use contracts::reminder::v1::delivery_service_server::DeliveryServiceServer;
use contracts::reminder::v1::dormancy_service_server::DormancyServiceServer;
use contracts::reminder::v1::endpoint_service_server::EndpointServiceServer;
use contracts::reminder::v1::reminder_service_server::ReminderServiceServer;
use contracts::reminder::v1::task_service_server::TaskServiceServer;
use contracts::reminder::v1::transfer_service_server::TransferServiceServer;
use customers::WithInteractions;
use feed::{Consumer, Publisher};
use foundation::{RecordsKeys, RecordsSettings, RunningRecords, Verifiable};
use futures::future::BoxFuture;
use operation::erasure::{self, StartError};
use process::{Opening, Standalone};
use serde::Deserialize;
use server::{ServerSettings, Services};

use crate::clockwork::{self, Clockwork};
use crate::consume::{CustomersAndTenants, NextStepsAndContacts};
use crate::delivery::courier::Courier;
use crate::delivery::outbound::Outbound;
use crate::rpc::cadence::Cadences;
use crate::rpc::delivery::Deliveries;
use crate::rpc::dormancy_rule::Dormancies;
use crate::rpc::endpoint::Endpoints;
use crate::rpc::reminder::Reminders;
use crate::rpc::task::Tasks;
use crate::rpc::transfer::Transfers;
use crate::turn::Timing;
use crate::{Migrator, NAME, Service, event, important_dates, next_steps, recount, store, upkeep};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

const MICROS_PER_MINUTE: i64 = 60_000_000;

/// The section `reminder`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct ReminderSettings {
    #[serde(flatten)]
    pub records: RecordsSettings,
    pub lease_milliseconds: u64,
    pub look_milliseconds: u64,
    pub catch_up_per_second: u32,
    pub settling_minutes: u32,
    pub webhook_hosts: Vec<String>,
    pub mail_server: String,
    pub mail_sender: String,
}

/// The settings in which the databases are named.
const KEYS: RecordsKeys = RecordsKeys { records: "reminder.records", keyring: "reminder.keyring" };

/// The settings of a process that serves this service alone.
#[derive(Debug, Deserialize)]
pub struct Settings {
    reminder: ReminderSettings,
    customers: CustomersSettings,
    interactions: InteractionsSettings,
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
        settings: &ReminderSettings,
        opening: &Opening,
        neighbours: WithInteractions,
    ) -> Result<Self, StartError> {
        let opened =
            RunningRecords::open::<Migrator>(NAME, KEYS, &settings.records, &opening.foundation, opening.schema);
        let (records, mut running) = opened.await?;
        let (database, clock) = (records.database().clone(), records.clock.clone());
        let outbound = Outbound::new(&settings.webhook_hosts, &settings.mail_server, &settings.mail_sender);
        let outbound = Arc::new(outbound.map_err(|error| StartError::Setting(error.to_string()))?);
        let WithInteractions { customers, interaction_feed } = neighbours;
        let asked = (customers.customers, customers.token);
        let settling = i64::from(settings.settling_minutes) * MICROS_PER_MINUTE;
        let service = Service::new(records, asked, Arc::clone(&outbound), settling, opening.watches.clone());
        erasure::replay(&*service).await?;
        let of_customers =
            Consumer::new(NAME, customers.customer_feed, database.clone(), CustomersAndTenants, clock.clone());
        running.run(|end| async move { of_customers.run(end).await });
        let of_interactions = Consumer::new(NAME, interaction_feed, database, NextStepsAndContacts, clock);
        running.run(|end| async move { of_interactions.run(end).await });
        running.run(|end| erasure::follow(Arc::clone(&service), end));
        running.run(|end| erasure::finish(Arc::clone(&service), end));
        let lease = Duration::from_millis(settings.lease_milliseconds);
        let look = Duration::from_millis(settings.look_milliseconds);
        let timing = Timing { lease, look };
        running.run(|end| Arc::clone(&service).see_to(next_steps::NEXT_STEPS, next_steps::keep_in_step, timing, end));
        running.run(|end| Arc::clone(&service).see_to(recount::WORKING_DAYS, recount::recount, timing, end));
        let dates = important_dates::IMPORTANT_DATES;
        running.run(|end| Arc::clone(&service).see_to(dates, important_dates::follow, timing, end));
        running.run(|end| Arc::clone(&service).see_to(upkeep::UPKEEP, upkeep::keep_up, timing, end));
        let pace = clockwork::Settings { lease, look, catch_up_per_second: settings.catch_up_per_second };
        let clockwork = Clockwork::new(Arc::clone(&service), pace);
        running.run(|end| clockwork.run(end));
        let courier = Courier::new(Arc::clone(&service), outbound, lease, look);
        running.run(|end| courier.run(end));
        Ok(Self { service, records: running })
    }
}

impl process::Running for Running {
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        let service = || Arc::clone(&self.service);
        services
            .with(server::limited!(ReminderServiceServer::new(Reminders(service())), settings))
            .with(server::limited!(TaskServiceServer::new(Tasks(service())), settings))
            .with(server::limited!(TransferServiceServer::new(Transfers(service())), settings))
            .with(server::limited!(CadenceServiceServer::new(Cadences(service())), settings))
            .with(server::limited!(DormancyServiceServer::new(Dormancies(service())), settings))
            .with(server::limited!(EndpointServiceServer::new(Endpoints(service())), settings))
            .with(server::limited!(DeliveryServiceServer::new(Deliveries(service())), settings))
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
    const ABOUT: &'static str = "What must happen next, and when?";
    const SETTINGS: &'static [&'static str] = &[SETTINGS, client::SETTINGS, client::INTERACTIONS_SETTINGS];
    type Settings = Settings;
    type Migrator = Migrator;

    fn records(settings: &Settings) -> (&RecordsSettings, RecordsKeys) {
        (&settings.reminder.records, KEYS)
    }

    async fn open_alone(settings: Settings, opening: &Opening) -> Result<Self, Box<dyn Error>> {
        let neighbours = WithInteractions::connect(&settings.customers, &settings.interactions)?;
        Ok(Self::open(&settings.reminder, opening, neighbours).await?)
    }
}
