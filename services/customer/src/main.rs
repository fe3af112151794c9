//! The `customer` binary: one service in a process of its own, against databases that are migrated on purpose.

use std::path::PathBuf;
use std::process::ExitCode;

use access::AuthenticateLayer;
use clap::Parser;
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

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Who is this customer, and who may know?
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// What to do.
    #[command(subcommand)]
    command: Command,
    /// A TOML file with settings; DOSSIER_<SECTION>__<KEY> in the environment comes before it.
    #[arg(long, global = true)]
    settings: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::Subcommand)]
enum Command {
    /// Serve. Refuses while migrations are pending.
    Serve,
    /// Bring the schemas to this binary's state, and end.
    Migrate,
}

#[derive(Deserialize)]
struct Settings {
    telemetry: TelemetrySettings,
    server: ServerSettings,
    #[serde(flatten)]
    foundation: FoundationSettings,
    customer: CustomerSettings,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let defaults = [telemetry::SETTINGS, server::SETTINGS, foundation::SETTINGS, customer::SETTINGS].join("\n");
    let settings: Settings = settings::load(&defaults, arguments.settings.as_deref(), "DOSSIER", &[])?;
    let service = Service { name: "customer", version: env!("CARGO_PKG_VERSION") };
    let telemetry = telemetry::start(&settings.telemetry, service, &Clock::system())?;
    match arguments.command {
        Command::Serve => serve(settings).await?,
        Command::Migrate => migrate(settings).await?,
    }
    drop(telemetry);
    Ok(())
}

async fn serve(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let mut signals = Signals::listen()?;
    let server = Server::bind(settings.server, Clock::system()).await?;
    let foundation = Foundation::open(settings.foundation, Schema::Check, Clock::system()).await?;
    let customer = Running::open(&settings.customer, &foundation, Schema::Check).await?;
    let journals = Journals([customer.verifiable()].into());
    let watches = CancellationToken::new();
    let feeds = Feeds::new([customer.publisher()], foundation.access_log.clone(), watches.clone());
    let services = customer
        .add_to(Services::new(contracts::DESCRIPTOR_SET), server.settings())
        .with(server::limited!(JournalServiceServer::new(journals), server.settings()))
        .with(server::limited!(FeedServiceServer::new(feeds), server.settings()));
    let serving = server.start(services, AuthenticateLayer::new(foundation.authenticator().await?)).await?;
    serving.announce().await;
    signals.next().await;
    // They end when they are told to; the drain would wait for them.
    watches.cancel();
    serving.drain(signals.next()).await;
    customer.close().await;
    foundation.close().await;
    Ok(())
}

async fn migrate(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let foundation = Foundation::open(settings.foundation, Schema::Migrate, Clock::system()).await?;
    Running::open(&settings.customer, &foundation, Schema::Migrate).await?.close().await;
    foundation.close().await;
    Ok(())
}
