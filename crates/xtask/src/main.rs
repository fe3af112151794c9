//! The project's own commands: test, check, tidy, manifests, clients, truth, soak, bench.

mod bench;
mod cargo_test;
mod check;
mod clients;
mod command;
mod k8s;
mod postgres;
mod scratch;
mod soak;
mod test;
mod tidy;
mod tools;
mod truth;
mod workspace;

use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a command comes to; the error says what is wrong and what to do.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The project's own commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the tests, on SQLite and on a PostgreSQL server that is started for them.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
    },
    /// Checks everything that can be checked without running it: rules of the house, formatting, contract, dependencies, lints.
    Check,
    /// Checks the rules of the house alone.
    Tidy,
    /// Checks the manifests of Kubernetes alone: rendered, held against its schemas and against the binaries.
    K8s,
    /// Makes the clients in other languages from the contract, and runs the tests of them.
    Clients,
    /// Runs the tests that hold the arithmetic against data published elsewhere.
    Truth {
        /// The folder with the data.
        data: PathBuf,
    },
    /// Runs the tests that are too long for every day, and shows what they counted.
    Soak,
    /// Measures a release build; everything behind `bench` goes to the measuring program.
    #[command(disable_help_flag = true)]
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Test { filter } => test::run(filter.as_deref()),
        Command::Check => check::run(),
        Command::K8s => k8s::run(),
        Command::Clients => clients::run(),
        Command::Tidy => tidy::run(),
        Command::Truth { data } => truth::run(&data),
        Command::Soak => soak::run(),
        Command::Bench { arguments } => bench::run(arguments),
    }
}
