//! Everything that can be said of the sources without running them.

use std::process::Command;

use crate::command::{self, cargo, read};
use crate::workspace::Workspace;
use crate::{Outcome, k8s, tidy, tools};

/// The branch that others build on, here or where it was cloned from.
const TRUNKS: [&str; 2] = ["origin/main", "main"];
/// The folder of the contract.
const CONTRACT: &str = "proto";

/// A check: its name, and what does it.
type Check = (&'static str, fn(&Workspace) -> Outcome);

const CHECKS: [Check; 8] = [
    ("tidy", |_| tidy::run()),
    ("formatting", |_| command::run(cargo().args(["fmt", "--all", "--check"]))),
    ("contract: lint", |workspace| command::run(buf(workspace)?.args(["lint", CONTRACT]))),
    ("contract: formatting", |workspace| {
        command::run(buf(workspace)?.args(["format", CONTRACT, "--diff", "--exit-code"]))
    }),
    ("contract: compatibility", compatibility),
    ("dependencies", dependencies),
    ("manifests", |_| k8s::run()),
    ("clippy", |_| command::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))),
];

/// Runs all checks; an error names those that failed.
pub(crate) fn run() -> Outcome {
    let workspace = Workspace::load()?;
    std::env::set_current_dir(&workspace.root)?;
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        println!("── {name}");
        if let Err(error) = check(&workspace) {
            println!("{error}");
            failed.push(name);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

fn buf(workspace: &Workspace) -> Outcome<Command> {
    tools::buf(&workspace.target).map(Command::new)
}

fn dependencies(workspace: &Workspace) -> Outcome {
    let mut deny = Command::new(tools::cargo_deny(&workspace.target)?);
    command::run(deny.args(["--workspace", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))
}

/// Refuses to break what was released, or what others already build on.
fn compatibility(workspace: &Workspace) -> Outcome {
    let Some(baseline) = baseline() else {
        println!("there is nothing yet that could be broken");
        return Ok(());
    };
    println!("against {baseline}");
    let baseline = format!(".git#ref={baseline},subdir={CONTRACT}");
    command::run(buf(workspace)?.args(["breaking", CONTRACT, "--against", &baseline]))
}

/// The last release; before the first, where this branch left the trunk. Nothing if the contract was not there, or this is the trunk.
fn baseline() -> Option<String> {
    let git = |arguments: &[&str]| Some(read(Command::new("git").args(arguments)).ok()?.trim().to_owned());
    let head = git(&["rev-parse", "HEAD"])?;
    let release = git(&["describe", "--tags", "--abbrev=0"]);
    let baseline = release.or_else(|| {
        let fork = TRUNKS.iter().find_map(|trunk| git(&["merge-base", "HEAD", trunk]))?;
        (fork != head).then_some(fork)
    })?;
    git(&["rev-parse", &format!("{baseline}:{CONTRACT}")]).map(|_| baseline)
}
