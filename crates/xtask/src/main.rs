//! The project's own commands: test, check, tidy, truth, soak, bench.

mod cargo_test;
mod command;
mod postgres;
mod test;
mod truth;

use std::error::Error;
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
    /// Runs the tests that hold the arithmetic against data published elsewhere.
    Truth {
        /// The folder with the data.
        data: PathBuf,
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
        Command::Truth { data } => truth::run(&data),
    }
}
