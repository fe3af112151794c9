//! `dossier serve`: all services in one process.

mod embedded;

use std::path::{Path, PathBuf};

use analytics::AnalyticsSettings;
use clock::Clock;
use customer::CustomerSettings;
use customers::{Neighbours, NeighboursError, WithInteractions};
use feed::Source;
use foundation::{FoundationSettings, Schema};
use interaction::InteractionSettings;
use process::{Opening, Process, Running};
use reminder::ReminderSettings;
use serde::Deserialize;
use server::{Server, ServerSettings, Signals};
use telemetry::{Service, TelemetrySettings};

use crate::command_line::ServeArguments;
use crate::exit::Exit;

/// All settings of the process.
#[derive(Debug, Deserialize)]
struct Settings {
    data: PathBuf,
    telemetry: TelemetrySettings,
    server: ServerSettings,
    #[serde(flatten)]
    foundation: FoundationSettings,
    customer: CustomerSettings,
    interaction: InteractionSettings,
    analytics: AnalyticsSettings,
    reminder: ReminderSettings,
}

/// Why the process cannot serve.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    #[error("--data: the path must be UTF-8")]
    DataPath,
    #[error("the settings name databases of their own; the demo is written to embedded ones alone")]
    NotEmbedded,
    #[error(transparent)]
    Telemetry(#[from] telemetry::StartError),
    #[error(transparent)]
    Server(#[from] server::ServerError),
    #[error(transparent)]
    Process(#[from] process::Error),
    #[error(transparent)]
    Start(#[from] operation::erasure::StartError),
    #[error(transparent)]
    Foundation(#[from] foundation::Error),
    #[error(transparent)]
    Neighbours(#[from] NeighboursError),
    #[error(transparent)]
    Embedded(#[from] embedded::EmbeddedError),
    #[error("signals cannot be listened to: {0}")]
    Signals(std::io::Error),
}

impl ServeError {
    /// How the process ends for it.
    pub(crate) fn exit(&self) -> Exit {
        if matches!(self, Self::Settings(_) | Self::DataPath | Self::NotEmbedded) { Exit::Usage } else { Exit::Failed }
    }
}

/// Every setting of the process with its default and a sentence.
pub(crate) fn documented_settings() -> String {
    let parts = [
        include_str!("../settings.toml"),
        telemetry::SETTINGS,
        server::SETTINGS,
        foundation::SETTINGS,
        customer::SETTINGS,
        interaction::SETTINGS,
        analytics::SETTINGS,
        reminder::SETTINGS,
    ];
    parts.join("\n")
}

/// Serves until the process is told to stop, or says why it cannot.
pub(crate) async fn serve(arguments: ServeArguments) -> Exit {
    match run(arguments).await {
        Ok(()) => Exit::Done,
        Err(error) => {
            eprintln!("error: {error}");
            error.exit()
        }
    }
}

async fn run(arguments: ServeArguments) -> Result<(), ServeError> {
    let settings = read_settings(&arguments)?;
    let clock = Clock::system();
    let service = Service { name: "dossier", version: env!("CARGO_PKG_VERSION") };
    let telemetry = telemetry::start(&settings.telemetry, service, &clock)?;
    let embedded = embedded::Embedded::fill(settings)?;

    let mut signals = Signals::listen().map_err(ServeError::Signals)?;
    let process = start(embedded.settings, clock).await?;
    embedded.notice.print(process.address());
    signals.next().await;
    process.stop(signals.next()).await;
    drop(telemetry);
    Ok(())
}

/// Serves the embedded databases of a data folder to this process alone, on a port that nobody is told, at the time of
/// `clock`.
pub(crate) async fn embedded_process(data: &Path, clock: Clock) -> Result<Process, ServeError> {
    let data = data.to_str().ok_or(ServeError::DataPath)?;
    let overrides = [("data", data), ("server.listen", "127.0.0.1:0"), ("authentication.key_set", "")];
    let settings: Settings = settings::load(&documented_settings(), None, "DOSSIER", &overrides)?;
    let Settings { customer, interaction, analytics, reminder, .. } = &settings;
    let records = [&customer.records, &interaction.records, &analytics.records, &reminder.records];
    if records.iter().any(|records| !records.records.is_empty()) {
        return Err(ServeError::NotEmbedded);
    }
    start(embedded::Embedded::fill(settings)?.settings, clock).await
}

/// Opens what the settings name, and serves it.
async fn start(settings: Settings, clock: Clock) -> Result<Process, ServeError> {
    let server = Server::bind(settings.server, clock.clone()).await?;
    // Nobody else works on these databases, so they are brought to this binary's state without being asked.
    let opening = Opening::new(settings.foundation, Schema::Migrate, clock).await?;
    let customer = customer::Running::open(&settings.customer, &opening).await?;
    let own_token = opening.foundation.own_token.clone();
    let customers = || Neighbours::in_process(server.address(), customer.publisher(), &own_token);
    let interaction = interaction::Running::open(&settings.interaction, &opening, customers()?).await?;
    let with_interactions = || {
        let interaction_feed = Source::InProcess(interaction.publisher());
        Ok::<_, ServeError>(WithInteractions { customers: customers()?, interaction_feed })
    };
    let this_process = customers()?.customers;
    let neighbours = analytics::Neighbours {
        heard: with_interactions()?,
        interactions: this_process.clone(),
        reminders: this_process,
    };
    let analytics = analytics::Running::open(&settings.analytics, &opening, neighbours).await?;
    let reminder = reminder::Running::open(&settings.reminder, &opening, with_interactions()?).await?;
    let services: Vec<Box<dyn Running>> =
        vec![Box::new(customer), Box::new(interaction), Box::new(analytics), Box::new(reminder)];
    Ok(Process::start(server, opening, services).await?)
}

fn read_settings(arguments: &ServeArguments) -> Result<Settings, ServeError> {
    let mut overrides = Vec::new();
    if let Some(data) = &arguments.data {
        overrides.push(("data", data.to_str().ok_or(ServeError::DataPath)?));
    }
    if let Some(listen) = &arguments.listen {
        overrides.push(("server.listen", listen));
    }
    Ok(settings::load(&documented_settings(), arguments.settings.as_deref(), "DOSSIER", &overrides)?)
}
