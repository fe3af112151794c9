//! The tests that are too long for every day: `#[ignore]`d ones whose names begin with `soak_`.
//!
//! Such a test writes what it did in a line `soak: 2,000 kills, 48,113 acknowledged writes`, which ends up in the table.

use crate::Outcome;
use crate::cargo_test::CargoTest;
use crate::postgres::{Server, Tuning};

/// How the names of these tests begin.
const PREFIX: &str = "soak_";
/// How the line with the counts begins.
const COUNTS: &str = "soak: ";

/// A test that was run.
#[derive(Debug, Default, Eq, PartialEq)]
struct Row {
    name: String,
    outcome: String,
    counts: String,
}

pub(crate) fn run() -> Outcome {
    let server = Server::start(Tuning::Tests)?;
    // One after the other: each may need the whole machine, and their output is not mixed.
    let arguments = ["--ignored", PREFIX, "--show-output", "--test-threads=1"];
    let report = CargoTest::new().server(&server).arguments(arguments).run()?;
    let rows = rows(report.lines.iter().map(String::as_str));
    let width = |column: fn(&Row) -> &str| rows.iter().map(|row| column(row).len()).max().unwrap_or(0);
    let (names, outcomes) = (width(|row| &row.name), width(|row| &row.outcome));
    println!();
    for Row { name, outcome, counts } in &rows {
        println!("{name:names$}  {outcome:outcomes$}  {counts}");
    }
    report.conclude()
}

/// What the output of test binaries tells of each test.
fn rows<'a>(output: impl Iterator<Item = &'a str>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut shown = None;
    for line in output {
        if let Some((name, outcome)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ")) {
            rows.push(Row { name: name.to_owned(), outcome: outcome.to_owned(), ..Row::default() });
        } else if let Some(name) = line.strip_prefix("---- ").and_then(|line| line.strip_suffix(" stdout ----")) {
            shown = rows.iter().rposition(|row| row.name == name);
        } else if let (Some(counts), Some(row)) = (line.strip_prefix(COUNTS), shown.and_then(|at| rows.get_mut(at))) {
            row.counts = counts.to_owned();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_outcome_and_the_counts_of_its_test() {
        let output = "
running 2 tests
test kills::soak_nothing_is_lost::sqlite ... ok
test kills::soak_nothing_is_lost::postgres ... FAILED

successes:

---- kills::soak_nothing_is_lost::sqlite stdout ----
soak: 2,000 kills
something else

failures:

---- kills::soak_nothing_is_lost::postgres stdout ----
soak: 17 kills
";
        let row = |engine, outcome: &str, counts: &str| Row {
            name: format!("kills::soak_nothing_is_lost::{engine}"),
            outcome: outcome.to_owned(),
            counts: counts.to_owned(),
        };
        assert_eq!(rows(output.lines()), [row("sqlite", "ok", "2,000 kills"), row("postgres", "FAILED", "17 kills")]);
    }
}
