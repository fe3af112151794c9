//! What code may reach for, by where it lies.

use super::Fault;
use super::code::Code;
use super::sources::Sources;

const WIRE: [&str; 4] = ["tonic", "tonic_types", "prost", "prost_types"];
const DATABASE: [&str; 4] = ["sea_orm", "sea_orm_migration", "sea_query", "sqlx"];
const WAITING: [&str; 3] = ["async", "await", "tokio"];

const TIME_AND_IDS: [&str; 8] = [
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "Uuid::now_v7",
    "Uuid::new_v7",
    "Uuid::new_v4",
];

const ENVIRONMENT: [&str; 4] = ["env::var", "env::var_os", "env::vars", "env::vars_os"];

/// What builds a `tonic::Status`.
const STATUS: [&str; 22] = [
    "Status::new",
    "Status::with_details",
    "Status::with_metadata",
    "Status::with_details_and_metadata",
    "Status::with_error_details",
    "Status::with_error_details_vec",
    "Status::cancelled",
    "Status::unknown",
    "Status::invalid_argument",
    "Status::deadline_exceeded",
    "Status::not_found",
    "Status::already_exists",
    "Status::permission_denied",
    "Status::resource_exhausted",
    "Status::failed_precondition",
    "Status::aborted",
    "Status::out_of_range",
    "Status::unimplemented",
    "Status::internal",
    "Status::unavailable",
    "Status::data_loss",
    "Status::unauthenticated",
];

pub(crate) fn domain(sources: &Sources) -> Vec<Fault> {
    let is_domain = |path: &str| in_service(path).is_some_and(|path| path.starts_with("domain"));
    let forbidden = [WIRE.as_slice(), &DATABASE, &WAITING].concat();
    find(sources, is_domain, &forbidden, "pass in what it decides on, and let the operation or the store do the rest")
}

pub(crate) fn store(sources: &Sources) -> Vec<Fault> {
    let is_outside = |path: &str| {
        in_service(path)
            // The error mapping turns the database's error into the service's.
            .is_some_and(|path| !path.starts_with("store") && !path.starts_with("domain") && path != "error.rs")
    };
    find(sources, is_outside, &DATABASE, "move the query into a function of store/")
}

pub(crate) fn clock(sources: &Sources) -> Vec<Fault> {
    let is_outside = |path: &str| !path.starts_with("crates/clock/");
    let mut faults = find(sources, is_outside, &TIME_AND_IDS, "take a `clock::Clock`");
    for (path, code) in sources.tests() {
        faults.extend(faults_of(path, code, &TIME_AND_IDS, "take `testkit::clock()`"));
    }
    faults
}

pub(crate) fn environment(sources: &Sources) -> Vec<Fault> {
    const MAY: [&str; 3] = ["crates/settings/", "crates/testkit/", "crates/xtask/"];
    let is_outside = |path: &str| !MAY.iter().any(|folder| path.starts_with(folder));
    find(sources, is_outside, &ENVIRONMENT, "make it a setting, documented in a `settings.toml`")
}

pub(crate) fn status(sources: &Sources) -> Vec<Fault> {
    const MAY: [&str; 3] = ["crates/conventions/", "crates/server/", "crates/testkit/"];
    let is_outside = |path: &str| !MAY.iter().any(|folder| path.starts_with(folder));
    find(sources, is_outside, &STATUS, "build a `conventions::problem::Problem`, which carries what callers rely on")
}

/// The path below the sources of a service.
fn in_service(path: &str) -> Option<&str> {
    let (_, path) = path.strip_prefix("services/")?.split_once('/')?;
    path.strip_prefix("src/")
}

/// Where code outside tests has one of the pieces, in files that the rule is about.
fn find(sources: &Sources, is_about: impl Fn(&str) -> bool, pieces: &[&str], way_out: &str) -> Vec<Fault> {
    let files = sources.production().filter(|(path, _)| is_about(path));
    files.flat_map(|(path, code)| faults_of(path, code, pieces, way_out)).collect()
}

fn faults_of(path: &str, code: &Code, pieces: &[&str], way_out: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for piece in pieces {
        let lines = code.find(piece).into_iter();
        faults.extend(lines.map(|line| Fault::line(path, line, format!("has `{piece}`: {way_out}"))));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, found};
    use super::*;

    /// Asserts that the rule finds the text in the bad places and lets it be in the good ones.
    fn assert_bound(rule: fn(&Sources) -> Vec<Fault>, text: &str, bad: &[&str], good: &[&str]) {
        for path in bad {
            let faults = found(rule, &[(path, text)]);
            assert_eq!(faults.len(), 1, "{path}: {text}: {faults:?}");
            assert!(faults[0].starts_with(&format!("{path}:1: has `")), "{faults:?}");
        }
        for path in good {
            assert!(found(rule, &[(path, text)]).is_empty(), "{path}: {text}");
        }
    }

    #[test]
    fn a_domain_that_reaches_for_the_wire_the_database_or_waits_is_found() {
        let bad = ["services/customer/src/domain/stage.rs", "services/customer/src/domain.rs"];
        let good = ["services/customer/src/rpc/customer/get.rs", "services/customer/tests/domain.rs"];
        for text in ["use tonic::Code;", "fn f() -> prost::Message {}", "use sea_orm::*;", "async fn read() {}"] {
            assert_bound(domain, text, &bad, &good);
        }
        assert_bound(domain, "/// As tonic has it.\nfn f() {}", &[], &bad);
    }

    #[test]
    fn a_query_outside_the_store_is_found() {
        let bad = ["services/customer/src/rpc/customer/get.rs", "services/customer/src/lib.rs"];
        let good =
            ["services/customer/src/store/customer.rs", "services/customer/src/error.rs", "crates/journal/src/a.rs"];
        assert_bound(store, "use sea_orm::EntityTrait;", &bad, &good);
        assert_bound(store, "let rows = sqlx::query(sql);", &bad, &good);
    }

    #[test]
    fn a_reading_of_the_time_is_found_in_tests_too() {
        let bad = ["crates/journal/src/writer.rs", "services/customer/tests/rpc/customer/create.rs"];
        for text in ["let t = std::time::SystemTime::now();", "let id = Uuid::now_v7();", "let id = Uuid::new_v4();"] {
            assert_bound(clock, text, &bad, &["crates/clock/src/lib.rs"]);
        }
    }

    #[test]
    fn a_reading_of_the_environment_is_found() {
        let bad = ["crates/server/src/listener.rs", "services/customer/src/main.rs"];
        let good =
            ["crates/settings/src/lib.rs", "crates/xtask/src/main.rs", "crates/a/tests/it/a.rs", "crates/a/build.rs"];
        assert_bound(environment, "let home = std::env::var(\"HOME\");", &bad, &good);
        assert_bound(environment, "let home = env::var_os(\"HOME\");", &bad, &good);
    }

    #[test]
    fn a_status_that_is_built_without_a_problem_is_found() {
        let bad = ["services/customer/src/rpc/customer/get.rs", "crates/access/src/layer.rs"];
        let good = ["crates/conventions/src/problem/wire.rs", "crates/server/src/refusal.rs"];
        assert_bound(status, "return Err(tonic::Status::not_found(\"no\"));", &bad, &good);
        assert_bound(status, "let status = Status::new(Code::Internal, \"no\");", &bad, &good);
        assert_bound(status, "#[cfg(test)] mod tests { fn f() { Status::internal(\"no\"); } }", &[], &bad);
    }
}
