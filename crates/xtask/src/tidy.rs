//! The invariants of the house, read off the sources.

mod classes;
mod code;
mod contract;
mod dependencies;
mod errors;
mod layers;
mod lints;
mod map;
mod names;
mod operations;
mod places;
mod sources;

use std::fmt;

use sources::Sources;

use crate::Outcome;

/// A rule: its name, and what finds where it is broken.
type Rule = (&'static str, fn(&Sources) -> Vec<Fault>);

const RULES: [Rule; 16] = [
    ("a service does not know another service", dependencies::between_services),
    ("domain/ has no wire, no database, no waiting", layers::domain),
    ("inside a service only store/ speaks to the database", layers::store),
    ("only clock reads time or makes ids", layers::clock),
    ("only settings reads the environment", layers::environment),
    ("a status is built only from a problem", layers::status),
    ("an error mapping names every case", errors::wildcards),
    ("every error reason is produced by some test", errors::untested_reasons),
    ("every operation has its file and its test", operations::missing),
    ("every stored field has a data class", classes::missing),
    ("every package takes the workspace's lints, unsafe forbidden", lints::missing),
    ("a name says what is inside", names::empty),
    ("the top level holds nothing else", places::top_level),
    ("the map is true", map::untrue),
    ("no file names a folder of one machine", places::of_one_machine),
    ("every source can be read", sources::unreadable),
];

/// Where a rule is broken.
#[derive(Debug)]
struct Fault {
    path: String,
    line: Option<usize>,
    /// What is wrong, and the way out.
    message: String,
}

impl Fault {
    fn file(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, message: message.into() }
    }

    fn line(path: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// Holds every rule against the work tree; an error tells how many faults there are.
pub(crate) fn run() -> Outcome {
    let sources = Sources::of_work_tree()?;
    let mut count = 0;
    for (rule, find) in RULES {
        let faults = find(&sources);
        if !faults.is_empty() {
            println!("{rule}:");
        }
        for fault in &faults {
            println!("  {fault}");
        }
        count += faults.len();
    }
    if count == 0 { Ok(()) } else { Err(format!("the sources break rules in {count} places, see above").into()) }
}

/// The messages of faults, for the tests of the rules.
#[cfg(test)]
fn found(rule: fn(&Sources) -> Vec<Fault>, files: &[(&str, &str)]) -> Vec<String> {
    rule(&Sources::of(files)).iter().map(Fault::to_string).collect()
}
