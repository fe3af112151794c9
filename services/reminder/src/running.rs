//! Opening the service, adding it to a server, and closing it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use client::CustomersSettings;
use contracts::reminder::v1::reminder_service_server::ReminderServiceServer;
use contracts::reminder::v1::task_service_server::TaskServiceServer;
use customers::{Customers, Neighbours};
use feed::{Consumer, Publisher};
use foundation::{RecordsKeys, RecordsSettings, RunningRecords, Verifiable};
use futures::future::BoxFuture;
use operation::erasure::{self, StartError};
use process::{Opening, Standalone};
use serde::Deserialize;
use server::{ServerSettings, Services};

use crate::clockwork::{self, Clockwork};
use crate::rpc::reminder::Reminders;
use crate::rpc::task::Tasks;
use crate::{Migrator, NAME, Service, event, store};

/// The settings of this service with their defaults, to be put after those of what it stands on.
pub const SETTINGS: &str = include_str!("../settings.toml");

/// The section `reminder`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct ReminderSettings {
    #[serde(flatten)]
    pub records: RecordsSettings,
    pub lease_milliseconds: u64,
    pub look_milliseconds: u64,
    pub catch_up_per_second: u32,
}

/// The settings of a process that serves this service alone.
#[derive(Debug, Deserialize)]
pub struct Settings {
    reminder: ReminderSettings,
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
        settings: &ReminderSettings,
        opening: &Opening,
        neighbours: Neighbours,
    ) -> Result<Self, StartError> {
        let keys = RecordsKeys { records: "reminder.records", keyring: "reminder.keyring" };
        let opened =
            RunningRecords::open::<Migrator>(NAME, keys, &settings.records, &opening.foundation, opening.schema);
        let (records, mut running) = opened.await?;
        let (database, clock) = (records.database().clone(), records.clock.clone());
        let service = Service::new(records, neighbours.customers, opening.watches.clone());
        erasure::replay(&*service).await?;
        let consumer = Consumer::new(neighbours.customer_feed, database, Customers, clock);
        running.run(|end| async move { consumer.run(end).await });
        running.run(|end| erasure::follow(Arc::clone(&service), end));
        running.run(|end| erasure::finish(Arc::clone(&service), end));
        let clockwork = Clockwork::new(
            Arc::clone(&service),
            clockwork::Settings {
                lease: Duration::from_millis(settings.lease_milliseconds),
                look: Duration::from_millis(settings.look_milliseconds),
                catch_up_per_second: settings.catch_up_per_second,
            },
        );
        running.run(|end| clockwork.run(end));
        Ok(Self { service, records: running })
    }
}

impl process::Running for Running {
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services {
        let service = || Arc::clone(&self.service);
        services
            .with(server::limited!(ReminderServiceServer::new(Reminders(service())), settings))
            .with(server::limited!(TaskServiceServer::new(Tasks(service())), settings))
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
    const SETTINGS: &'static [&'static str] = &[SETTINGS, client::SETTINGS];
    type Settings = Settings;

    async fn open_alone(settings: Settings, opening: &Opening) -> Result<Self, Box<dyn Error>> {
        let neighbours = Neighbours::connect(&settings.customers)?;
        Ok(Self::open(&settings.reminder, opening, neighbours).await?)
    }
}
