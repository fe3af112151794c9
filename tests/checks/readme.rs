//! Every command in the README files runs as it is written there, in order, from empty databases.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use testkit::Engine;

use super::grpcurl;
use super::script::{commands, scripts};
use crate::process::{Ground, Process, binary};

/// The folder of the repository, from which its readers run commands.
const TOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// Where a server listens that was started as the documents say.
const ADDRESS: &str = "127.0.0.1:50051";
/// What `date` cuts off the time.
const SECOND: Duration = Duration::from_secs(1);

/// Runs all commands of a document; answers how many.
async fn run(document: &Path) -> usize {
    let text = fs::read_to_string(document).unwrap();
    let process = Process::start(&Ground::fresh(Engine::Sqlite).await);
    let mut count = 0;
    for script in scripts(&text) {
        if script.contains("$(date") {
            // So that it comes after what was written before.
            tokio::time::sleep(SECOND).await;
        }
        for words in commands(&script) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                // It serves already.
                ["cargo", "run"] => {}
                // The project's own commands, of which one runs this.
                ["cargo", "xtask", ..] => {}
                ["cargo", "run", "--", arguments @ ..] | ["dossier", arguments @ ..] => dossier(arguments, &process),
                ["grpcurl", "-plaintext", arguments @ ..] => {
                    let told = grpcurl::run(arguments, ADDRESS, process.channel().await).await;
                    told.unwrap_or_else(|problem| panic!("{}: {words:?}: {problem}", document.display()));
                }
                _ => panic!("{}: {words:?}: tell this test how to run it", document.display()),
            }
            count += 1;
        }
    }
    count
}

/// Runs a command against the process; it must succeed and have something to say.
fn dossier(arguments: &[&str], process: &Process) {
    let mut command = Command::new(binary());
    let server = format!("http://{}", process.address());
    let output = command.args(arguments).env("DOSSIER_CLIENT_SERVER", server).current_dir(TOP).output().unwrap();
    assert!(output.status.success() && !output.stdout.is_empty(), "{arguments:?}: {output:?}");
}

#[test]
fn every_command_in_the_readme_runs_as_written() {
    testkit::run(async {
        assert!(run(&Path::new(TOP).join("README.md")).await > 0, "there are commands");
    });
}

#[test]
fn every_command_in_the_readme_of_a_service_runs_as_written() {
    testkit::run(async {
        for service in fs::read_dir(Path::new(TOP).join("services")).unwrap() {
            let document = service.unwrap().path().join("README.md");
            assert!(run(&document).await > 0, "{} has no commands", document.display());
        }
    });
}
