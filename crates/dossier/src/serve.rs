//! `dossier serve`: all services in one process.

mod embedded;

use std::path::PathBuf;

use access::AuthenticateLayer;
use clock::Clock;
use contracts::feed::v1::feed_service_server::FeedServiceServer;
use contracts::journal::v1::journal_service_server::JournalServiceServer;
use customer::{CustomerSettings, Running};
use feed::Feeds;
use foundation::{Foundation, FoundationSettings, Journals, Schema};
use serde::Deserialize;
use server::{Server, ServerSettings, Services, Signals};
use telemetry::{Service, TelemetrySettings};
use tokio_util::sync::CancellationToken;

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
}

/// Why the process cannot serve.
#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    #[error("--data: the path must be UTF-8")]
    DataPath,
    #[error(transparent)]
    Telemetry(#[from] telemetry::StartError),
    #[error(transparent)]
    Server(#[from] server::ServerError),
    #[error(transparent)]
    Foundation(#[from] foundation::Error),
    #[error(transparent)]
    Customer(#[from] customer::StartError),
    #[error(transparent)]
    Embedded(#[from] embedded::EmbeddedError),
    #[error("signals cannot be listened to: {0}")]
    Signals(std::io::Error),
}

/// Every setting of the process with its default and a sentence.
pub(crate) fn documented_settings() -> String {
    let parts = [
        include_str!("../settings.toml"),
        telemetry::SETTINGS,
        server::SETTINGS,
        foundation::SETTINGS,
        customer::SETTINGS,
    ];
    parts.join("\n")
}

/// Serves until the process is told to stop, or says why it cannot.
pub(crate) async fn serve(arguments: ServeArguments) -> Exit {
    match run(arguments).await {
        Ok(()) => Exit::Done,
        Err(error) => {
            eprintln!("error: {error}");
            if matches!(error, ServeError::Settings(_) | ServeError::DataPath) { Exit::Usage } else { Exit::Failed }
        }
    }
}

async fn run(arguments: ServeArguments) -> Result<(), ServeError> {
    let settings = read_settings(&arguments)?;
    let clock = Clock::system();
    let service = Service { name: "dossier", version: env!("CARGO_PKG_VERSION") };
    let telemetry = telemetry::start(&settings.telemetry, service, &clock)?;
    let embedded = embedded::Embedded::fill(settings)?;
    let settings = embedded.settings;

    let mut signals = Signals::listen().map_err(ServeError::Signals)?;
    let server = Server::bind(settings.server, clock.clone()).await?;
    // Nobody else works on these databases, so they are brought to this binary's state without being asked.
    let foundation = Foundation::open(settings.foundation, Schema::Migrate, clock).await?;
    let customer = Running::open(&settings.customer, &foundation, Schema::Migrate).await?;
    let journals = Journals([customer.verifiable()].into());
    let watches = CancellationToken::new();
    let feeds = Feeds::new([customer.publisher()], foundation.access_log.clone(), watches.clone());
    let services = customer
        .add_to(Services::new(contracts::DESCRIPTOR_SET), server.settings())
        .with(server::limited!(JournalServiceServer::new(journals), server.settings()))
        .with(server::limited!(FeedServiceServer::new(feeds), server.settings()));
    let serving = server.start(services, AuthenticateLayer::new(foundation.authenticator().await?)).await?;

    serving.announce().await;
    embedded.notice.print(serving.address());
    signals.next().await;
    // They end when they are told to; the drain would wait for them.
    watches.cancel();
    serving.drain(signals.next()).await;
    customer.close().await;
    foundation.close().await;
    drop(telemetry);
    Ok(())
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
