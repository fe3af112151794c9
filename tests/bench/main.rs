//! How many calls a second, how long they take, and what they cost in CPU, next to a bare tonic echo. `README.md` says how to
//! run it and how to read it.

mod child;
mod cpu;
mod data;
mod echo;
mod engine;
mod events;
mod framing;
mod import;
mod interactions;
mod load;
mod postgres;
mod report;
mod server;
mod target;
mod workload;

use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use tokio::runtime::{Builder, Runtime};

use crate::engine::{Engine, Plan};
use crate::report::Report;
use crate::workload::Operation;

/// The allocator of the server that is measured, so that the echo has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What can fail, with words for whoever runs it.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Measures the server next to a bare tonic echo.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// The engines to measure.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engines: Vec<Engine>,
    /// Measures the customer service by itself: its own process, which asks for tokens and which no other service follows.
    #[arg(long)]
    alone: bool,
    /// How many customers are loaded before anything is measured.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    customers: u32,
    /// How many interactions with them are loaded before timelines are measured.
    #[arg(long, default_value_t = 1_000_000)]
    interactions: u32,
    /// Writes in a second while it is measured how soon a consumer hears of them; 0 leaves that out.
    #[arg(long, default_value_t = 500)]
    events: u32,
    /// How long each measurement lasts, after a warm-up.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// The operations to measure; all when absent.
    #[arg(long, value_delimiter = ',')]
    operations: Vec<Operation>,
    /// How many calls are under way at any time.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64", value_parser = clap::value_parser!(u16).range(1..))]
    in_flight: Vec<u16>,
    /// A PostgreSQL server on this machine where databases may be created: postgres://user@host:port/name.
    #[arg(long, env = "DOSSIER_BENCH_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// Writes the figures to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Compares with the figures that an earlier run wrote to this file.
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Part {
    /// Serves the echo; the benchmark starts itself so.
    #[command(hide = true)]
    Echo {
        /// Where to listen.
        address: SocketAddr,
    },
}

fn main() -> ExitCode {
    match start(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> Outcome<()> {
    if let Some(Part::Echo { address }) = arguments.part {
        return Runtime::new()?.block_on(echo::serve(address));
    }
    // The load comes from one thread, so that it leaves a core to the server.
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        tokio::select! {
            outcome = run(arguments) => outcome,
            _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
        }
    })
}

/// Measures one engine after the other.
async fn run(arguments: Arguments) -> Outcome<()> {
    let earlier = arguments.compare.as_deref().map(read).transpose()?;
    // Beside the binaries, which lie on a disk; a folder for temporary files may lie in memory, where a flush costs nothing.
    let binary = std::env::current_exe()?;
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(binary.parent().unwrap_or(Path::new(".")))?;
    let mut operations = arguments.operations;
    if operations.is_empty() {
        operations = Operation::value_variants().to_vec();
    }
    operations.retain(|&operation| operation != Operation::Echo && (!arguments.alone || operation.is_of_customers()));
    let plan = Plan {
        alone: arguments.alone,
        customers: arguments.customers as usize,
        interactions: arguments.interactions as usize,
        events: arguments.events,
        operations,
        in_flight: arguments.in_flight.into_iter().map(usize::from).collect(),
        time: Duration::try_from_secs_f64(arguments.seconds)?,
        dossier: binary.with_file_name("dossier"),
        bench: binary,
        folder: folder.path().to_owned(),
        postgres: arguments.postgres,
    };
    let mut report = Report { customers: plan.customers, seconds: arguments.seconds, engines: Vec::new() };
    for engine in arguments.engines {
        let measured = engine::measure(engine, &plan).await?;
        println!("{}\n", report::table(&measured));
        report.engines.push(measured);
        if let Some(file) = &arguments.json {
            fs::write(file, serde_json::to_string_pretty(&report)?)?;
        }
    }
    if let Some(earlier) = earlier {
        println!("{}", report::comparison(&report, &earlier));
    }
    Ok(())
}

fn read(file: &Path) -> Outcome<Report> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{} is not a report: {error}", file.display()))?)
}
