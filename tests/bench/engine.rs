//! One engine, from the start of its server to the last measurement.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use strum::Display;
use tokio::process::Command;
use tokio::time::sleep;

use crate::child::{Child, free_address};
use crate::cpu::Accounts;
use crate::data::Customers;
use crate::load::Load;
use crate::postgres::Postgres;
use crate::report::{EngineReport, Row};
use crate::server::Server;
use crate::target::{Authorization, Target};
use crate::workload::{Operation, Stock};
use crate::{Outcome, events, import, interactions, load};

/// What is said when PostgreSQL is to be measured and is nowhere.
const NO_POSTGRES: &str = "PostgreSQL cannot be measured: run `cargo xtask bench`, which starts a server, or name one with \
                           --postgres, or pass --engines sqlite";
/// How long calls are made before they are counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// Customers whose names and phone numbers are searched for.
const SAMPLES: usize = 10_000;
/// How long is looked whether a server still works on what it was told before.
const QUIET_TIME: Duration = Duration::from_millis(500);
/// CPU time in that time under which it counts as quiet.
const QUIET_CPU: Duration = Duration::from_millis(25);
/// The longest that is waited for that between two measurements.
const QUIET_LIMIT: Duration = Duration::from_secs(30);
/// The longest that is waited until what follows an import is done: the other services hear of it, and make reminders of birthdays.
const FOLLOW_LIMIT: Duration = Duration::from_secs(900);

/// What the records are kept in.
#[derive(Clone, Copy, Debug, Deserialize, Display, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Engine {
    /// SQLite, in the server.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// What is measured, the same on each engine.
pub struct Plan {
    /// Whether the customer service is measured by itself.
    pub alone: bool,
    /// Customers that are loaded first.
    pub customers: usize,
    /// Interactions with them that are loaded before timelines are read.
    pub interactions: usize,
    /// Writes in a second while it is measured how soon a consumer hears of them; 0 leaves that out.
    pub events: u32,
    /// What is called.
    pub operations: Vec<Operation>,
    /// With how many calls under way.
    pub in_flight: Vec<usize>,
    /// How long each is counted.
    pub time: Duration,
    /// The server that is measured.
    pub dossier: PathBuf,
    /// The echo: this binary.
    pub bench: PathBuf,
    /// Where the servers keep their data and logs.
    pub folder: PathBuf,
    /// The address of PostgreSQL.
    pub postgres: Option<String>,
}

/// Starts the servers, loads the customers, and measures.
///
/// # Errors
/// A server does not start or ends, or refuses to be loaded. Calls that fail are part of the report.
pub async fn measure(engine: Engine, plan: &Plan) -> Outcome<EngineReport> {
    let postgres = find_postgres(engine, plan).await?;
    let echo = start_echo(plan).await?;
    let databases = match &postgres {
        Some(postgres) => postgres.create_databases().await?,
        None => Vec::new(),
    };
    let data = plan.folder.join(engine.to_string());
    let setup = match plan.alone {
        true => Server::alone(&plan.dossier, data, databases).await?,
        false => Server::whole(&plan.dossier, data, databases),
    };
    let server = setup.start().await?;
    let database = postgres.as_ref().map(|postgres| postgres.process);
    let targets = Targets {
        echo: Target {
            address: echo.address,
            authorization: Authorization::default(),
            accounts: Accounts { server: echo.id()?, database: None },
        },
        server: Target {
            address: server.address,
            authorization: setup.authorization.clone(),
            accounts: Accounts { server: server.id()?, database },
        },
    };
    let idle_mib = server.memory_mib()?;

    let bar = progress(engine, "customers loaded", plan.customers);
    let (ids, import) = import::load(&targets.server, plan.customers, &bar).await?;
    bar.finish_and_clear();
    let loaded_mib = server.memory_mib()?;
    let follow_seconds = quiet(targets.server.accounts, FOLLOW_LIMIT).await?.as_secs_f64();
    if plan.operations.iter().any(|operation| operation.shows_interactions()) {
        let bar = progress(engine, "interactions loaded", plan.interactions);
        interactions::load(&targets.server, &ids, plan.interactions, &bar).await?;
        bar.finish_and_clear();
    }
    if let Some(postgres) = &postgres {
        postgres.vacuum().await?;
    }

    let bar = progress(engine, "measured", (1 + plan.operations.len()) * plan.in_flight.len());
    let mut customers = Customers::loaded();
    let samples = (0..plan.customers.min(SAMPLES)).map(|_| customers.customer()).collect();
    let mut stock = Stock { target: targets.server.clone(), ids, samples, created: Customers::created() };
    let rows = rows(plan, &targets, &mut stock, &bar).await?;
    bar.finish_and_clear();
    let events = match plan.events {
        0 => None,
        per_second => Some(events::measure(&targets.server, &mut stock.created, per_second, plan.time).await?),
    };
    let start_seconds = server.start.as_secs_f64();
    server.kill().await?;
    let again = setup.start().await?;
    let second_start_seconds = again.start.as_secs_f64();
    again.kill().await?;
    if let Some(postgres) = &postgres {
        postgres.drop_databases().await?;
    }
    Ok(EngineReport {
        engine,
        start_seconds,
        second_start_seconds,
        idle_mib,
        loaded_mib,
        import,
        follow_seconds,
        rows,
        events,
    })
}

/// The two servers.
struct Targets {
    echo: Target,
    server: Target,
}

/// Measures the echo, and then the operations, on a server with these customers.
async fn rows(plan: &Plan, targets: &Targets, stock: &mut Stock, bar: &ProgressBar) -> Outcome<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    for &operation in [Operation::Echo].iter().chain(&plan.operations) {
        for (place, &in_flight) in plan.in_flight.iter().enumerate() {
            bar.set_message(format!("{operation} at {in_flight}"));
            quiet(targets.server.accounts, QUIET_LIMIT).await?;
            let target = if operation == Operation::Echo { &targets.echo } else { &targets.server };
            let load = Load { in_flight, warm_up: WARM_UP, time: plan.time };
            let mut workload = operation.workload(stock).await?;
            let counted = load::measure(target, workload.as_mut(), load).await?;
            // The rows of the echo are the first, in the order of `in_flight`.
            let row = Row::new(operation, in_flight, &counted, rows.get(place));
            rows.push(row);
            bar.inc(1);
        }
    }
    Ok(rows)
}

async fn find_postgres(engine: Engine, plan: &Plan) -> Outcome<Option<Postgres>> {
    match (engine, &plan.postgres) {
        (Engine::Sqlite, _) => Ok(None),
        (Engine::Postgres, Some(url)) => Ok(Some(Postgres::find(url).await?)),
        (Engine::Postgres, None) => Err(NO_POSTGRES.into()),
    }
}

async fn start_echo(plan: &Plan) -> Outcome<Child> {
    let address = free_address()?;
    let mut command = Command::new(&plan.bench);
    command.arg("echo").arg(address.to_string());
    Child::start(&mut command, address, plan.folder.join("echo.log")).await
}

/// Waits until the server and its database are done with what follows earlier calls, or have something to do all the time; says how long
/// that took.
async fn quiet(accounts: Accounts, limit: Duration) -> Outcome<Duration> {
    let begun = Instant::now();
    let mut done = begun.elapsed();
    while done < limit {
        let before = accounts.spent()?;
        sleep(QUIET_TIME).await;
        let spent = accounts.spent()? - before;
        if spent.server + spent.database < QUIET_CPU {
            break;
        }
        done = begun.elapsed();
    }
    Ok(done)
}

/// Shows how far it is; on a terminal alone.
fn progress(engine: Engine, what: &str, length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {msg}");
    let bar = ProgressBar::new(length as u64).with_prefix(format!("{engine}: {what}"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
