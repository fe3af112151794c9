//! Memory, SQLite and PostgreSQL answer alike.

use std::io::Write;

use expression::Filter;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::engine::Engine;
use crate::strategy;
use crate::visit::schema;

/// Names the server on which the agreement of PostgreSQL is tested.
const POSTGRES: &str = "DOSSIER_TEST_POSTGRES";

/// Rounds of random records and filters for each engine.
const ROUNDS: u32 = 200;

#[test]
fn sqlite_agrees_with_memory() {
    assert_agreement("sqlite::memory:");
}

#[test]
fn postgresql_agrees_with_memory() {
    #[expect(clippy::disallowed_methods, reason = "only the environment knows the server of the test run")]
    match std::env::var(POSTGRES) {
        Ok(url) => assert_agreement(&url),
        // Written past the capture of the test harness: nobody shall take this for a pass.
        Err(_) => writeln!(std::io::stderr(), "LEFT OUT: PostgreSQL, because {POSTGRES} names no server").unwrap(),
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[a-z:=<>!()\"'* .,-]{0,40}") {
        let _ = Filter::parse(&text, &schema());
    }
}

fn assert_agreement(url: &str) {
    let engine = Engine::start(url);
    let case = (vec(strategy::visit(), 1..16), vec(strategy::filter(), 1..8));
    proptest!(ProptestConfig::with_cases(ROUNDS), |((visits, filters) in case)| {
        engine.keep(&visits);
        for text in filters {
            let filter = Filter::parse(&text, &schema()).unwrap_or_else(|error| panic!("{text}: {error}"));
            let again = Filter::parse(&filter.to_string(), &schema());
            prop_assert_eq!(again.as_ref(), Ok(&filter), "the canonical text asks the same");
            let remembered: Vec<i64> = (0i64..)
                .zip(&visits)
                .filter(|(_, visit)| filter.matches(|path| visit.values(path)))
                .map(|(id, _)| id)
                .collect();
            prop_assert_eq!(engine.find(&filter), remembered, "{}", text);
        }
    });
}
