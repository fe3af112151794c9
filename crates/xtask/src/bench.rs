//! The measurements of `tests/bench`, with the server that they need.

use std::ffi::OsString;
use std::process::Command;

use crate::Outcome;
use crate::command::{cargo, run as execute};
use crate::postgres::{Server, Tuning};
use crate::workspace::Workspace;

/// Names the server to the bench.
const SERVER: &str = "DOSSIER_BENCH_POSTGRES";

pub(crate) fn run(arguments: Vec<OsString>) -> Outcome {
    let workspace = Workspace::load()?;
    execute(cargo().args([
        "build",
        "--release",
        "--bins",
        "--package",
        "platform",
        "--package",
        "dossier",
        "--package",
        "customer",
    ]))?;
    let server = Server::start(Tuning::Production)?;
    let bench = workspace.target.join("release/bench");
    execute(Command::new(bench).args(arguments).env(SERVER, server.url()))
}
