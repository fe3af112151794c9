//! The binary of one service: in a process of its own, against databases that are migrated on purpose.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser};
use clock::Clock;
use database::MigratorTrait;
use foundation::{FoundationSettings, RecordsKeys, RecordsSettings, Schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use server::{Server, ServerSettings, Signals};
use telemetry::TelemetrySettings;

use crate::{Opening, Process, Running};

/// A service that can have a process of its own.
pub trait Standalone: Running + Sized + 'static {
    /// Its name, that of the binary.
    const NAME: &'static str;
    /// What it is, in a sentence.
    const ABOUT: &'static str;
    /// Its own settings with their defaults, in TOML, and those of what it alone needs.
    const SETTINGS: &'static [&'static str];
    /// Its own settings.
    type Settings: DeserializeOwned;
    /// The schema of its records.
    type Migrator: MigratorTrait;

    /// Where its databases are, and the settings in which they are named.
    fn records(settings: &Self::Settings) -> (&RecordsSettings, RecordsKeys);

    /// Opens the service as the settings say.
    fn open_alone(settings: Self::Settings, opening: &Opening) -> impl Future<Output = Result<Self, Box<dyn Error>>>;
}

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
struct Settings<S> {
    telemetry: TelemetrySettings,
    server: ServerSettings,
    #[serde(flatten)]
    foundation: FoundationSettings,
    #[serde(flatten)]
    service: S,
}

/// Does what the command line says.
pub async fn main<S: Standalone>() -> ExitCode {
    let matches = Arguments::command().name(S::NAME).about(S::ABOUT).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run::<S>(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run<S: Standalone>(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let defaults = [&[telemetry::SETTINGS, server::SETTINGS, foundation::SETTINGS], S::SETTINGS].concat().join("\n");
    let settings: Settings<S::Settings> = settings::load(&defaults, arguments.settings.as_deref(), "DOSSIER", &[])?;
    let service = telemetry::Service { name: S::NAME, version: env!("CARGO_PKG_VERSION") };
    let telemetry = telemetry::start(&settings.telemetry, service, &Clock::system())?;
    match arguments.command {
        Command::Serve => serve::<S>(settings).await?,
        Command::Migrate => migrate::<S>(settings).await?,
    }
    drop(telemetry);
    Ok(())
}

async fn serve<S: Standalone>(settings: Settings<S::Settings>) -> Result<(), Box<dyn Error>> {
    let mut signals = Signals::listen()?;
    let server = Server::bind(settings.server, Clock::system()).await?;
    let opening = Opening::new(settings.foundation, Schema::Check, Clock::system()).await?;
    let service = S::open_alone(settings.service, &opening).await?;
    let process = Process::start(server, opening, vec![Box::new(service)]).await?;
    signals.next().await;
    process.stop(signals.next()).await;
    Ok(())
}

/// Nothing but the schemas: what runs beside the calls of the release that is to come does not run before that is served.
async fn migrate<S: Standalone>(settings: Settings<S::Settings>) -> Result<(), Box<dyn Error>> {
    settings.foundation.migrate().await?;
    let (records, keys) = S::records(&settings.service);
    Ok(records.migrate::<S::Migrator>(keys).await?)
}
