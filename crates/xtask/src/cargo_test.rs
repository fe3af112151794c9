//! `cargo test` over the whole workspace, always with the same selection of packages: another would build dependencies anew.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::command::cargo;
use crate::postgres::Server;
use crate::scratch;

/// Names the server to the tests; see `crates/testkit`.
const SERVER: &str = "DOSSIER_TEST_POSTGRES";

/// A run of tests to be.
pub(crate) struct CargoTest(Command);

/// What came of a run.
pub(crate) struct Report {
    /// How many tests passed and failed, of all binaries.
    totals: Totals,
    /// Everything the test binaries wrote.
    pub(crate) lines: Vec<String>,
    is_success: bool,
}

/// How many tests passed and failed.
#[derive(Debug, Default, Eq, PartialEq)]
struct Totals {
    passed: u64,
    failed: u64,
}

impl CargoTest {
    pub(crate) fn new() -> Self {
        let mut command = cargo();
        command.args(["test", "--workspace", "--no-fail-fast", "--"]).env(scratch::VARIABLE, scratch::folder());
        Self(command)
    }

    /// Gives the tests a PostgreSQL server.
    pub(crate) fn server(mut self, server: &Server) -> Self {
        self.0.env(SERVER, server.url());
        self
    }

    /// Sets an environment variable for the tests.
    pub(crate) fn environment(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Adds arguments for the test binaries: names to look for and options.
    pub(crate) fn arguments<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.0.args(arguments);
        self
    }

    /// Runs them, shown as they come.
    pub(crate) fn run(mut self) -> Outcome<Report> {
        let mut tests = self.0.stdout(Stdio::piped()).spawn()?;
        let mut report = Report { totals: Totals::default(), lines: Vec::new(), is_success: false };
        for line in BufReader::new(tests.stdout.take().ok_or("the output of the tests is piped")?).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            report.totals.add(&line);
            report.lines.push(line);
        }
        report.is_success = tests.wait()?.success();
        Ok(report)
    }
}

impl Report {
    /// Ends a command with the totals, alone on the last line. An error unless there were tests and all of them passed.
    pub(crate) fn conclude(&self) -> Outcome {
        let totals = &self.totals;
        if !self.is_success {
            Err(format!("tests failed, or could not be built or run; see above\n{totals}").into())
        } else if totals.passed == 0 {
            Err(format!("no test was run: does the name exist?\n{totals}").into())
        } else {
            println!("{totals}");
            Ok(())
        }
    }
}

impl Totals {
    /// Adds what a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …` says.
    fn add(&mut self, line: &str) {
        let Some(("test result", counts)) = line.split_once(": ") else { return };
        for count in counts.split(['.', ';']) {
            match count.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<u64>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<u64>().unwrap_or(0),
                _ => {}
            }
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_summed_over_binaries_and_other_lines_left_alone() {
        let mut totals = Totals::default();
        for line in [
            "test customer::create::sqlite ... ok",
            "test result: ok. 15 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.93s",
            "",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.5s",
            "9 passed; 9 failed",
        ] {
            totals.add(line);
        }
        assert_eq!(totals, Totals { passed: 18, failed: 2 });
        assert_eq!(totals.to_string(), "18 passed, 2 failed");
    }

    #[test]
    fn a_run_without_a_test_is_not_a_success() {
        let report =
            |passed, failed, is_success| Report { totals: Totals { passed, failed }, lines: vec![], is_success };
        assert!(report(3, 0, true).conclude().is_ok());
        assert!(report(0, 0, true).conclude().is_err());
        assert!(report(3, 1, false).conclude().is_err());
        // A test binary that was killed reports no failed test.
        assert!(report(3, 0, false).conclude().is_err());
    }
}
