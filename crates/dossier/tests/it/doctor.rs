//! The doctor: what is wrong, and the way out.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::process::{Ended, Server, run};

/// The states of a check.
fn states<'a>(findings: &'a Value, check: &str) -> Vec<&'a str> {
    let of_check = findings.as_array().unwrap().iter().filter(|finding| finding["check"] == check);
    of_check.map(|finding| finding["state"].as_str().unwrap()).collect()
}

fn findings(ended: &Ended) -> Value {
    serde_json::from_str(&ended.output).unwrap_or_else(|_| panic!("{}", ended.errors))
}

const SERVICES: usize = 4;
/// Records and keyring of each of the four services, the ledger and the access log.
const SCHEMAS: usize = 10;

#[test]
fn a_server_that_is_well_and_its_folder_have_no_problem() {
    let server = Server::start();
    server.record(&["create", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"]);
    let data = server.data().join("data");
    let ended = server.run(&["-o", "json", "doctor", "--verify", "--data", data.to_str().unwrap()]);
    let found = findings(&ended);
    assert_eq!(ended.code, 0, "{found}");
    for check in ["server", "release", "health", "clock", "token", "numbers", "data", "master_keys"] {
        assert_eq!(states(&found, check), ["ok"], "{check} in {found}");
    }
    assert_eq!(states(&found, "journal"), ["ok"; SERVICES], "{found}");
    for service in ["customer: ", "interaction: ", "reminder: ", "analytics: "] {
        assert!(found.to_string().contains(service), "{service} in {found}");
    }
    assert_eq!(states(&found, "schema"), ["ok"; SCHEMAS], "{found}");
    assert_eq!(states(&found, "placement"), ["warning"], "one file system: {found}");
    let chinese = server.run(&["-o", "table", "--language", "zh-CN", "doctor"]);
    assert!(chinese.output.contains("正常 health: 服务正常"), "{}", chinese.output);
}

#[test]
fn keys_that_others_can_read_are_a_problem_with_a_way_out() {
    let server = Server::start();
    let data = server.data().join("data");
    fs::set_permissions(data.join("master/1.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let ended = server.run(&["-o", "table", "doctor", "--data", data.to_str().unwrap()]);
    assert_eq!(ended.code, 1, "{}", ended.output);
    assert!(ended.output.contains("problem  master_keys: open to others: "), "{}", ended.output);
    assert!(ended.output.contains("1.key\n") && ended.output.contains("chmod 600"), "{}", ended.output);
}

#[test]
fn a_server_that_is_away_or_refuses_the_token_is_a_problem() {
    let away = run(&["-o", "json", "--server", "http://127.0.0.1:1", "doctor"]);
    assert_eq!((away.code, states(&findings(&away), "server")), (1, vec!["problem"]));
    let server = Server::start();
    let refused = server.run(&["-o", "json", "--token", "x", "doctor"]);
    assert_eq!((refused.code, states(&findings(&refused), "token")), (1, vec!["problem"]));
}

#[test]
fn a_folder_is_looked_at_without_a_server_and_its_schema_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let doctor = || run(&["-o", "json", "--server", "http://127.0.0.1:1", "doctor", "--data", data]);
    let empty = doctor();
    assert_eq!((empty.code, states(&findings(&empty), "data")), (1, vec!["problem"]));
    assert_eq!(run(&["demo", "--data", data, "--customers", "1"]).code, 0);
    let filled = doctor();
    let found = findings(&filled);
    assert_eq!((filled.code, states(&found, "server")), (0, vec!["warning"]), "{found}");
    assert!(found.to_string().contains("customer.records is up to date"), "{found}");
    fs::remove_file(folder.path().join("keyring/customer.db")).unwrap();
    let expected: Vec<_> = (0..SCHEMAS).map(|at| if at == 1 { "problem" } else { "ok" }).collect();
    assert_eq!(states(&findings(&doctor()), "schema"), expected);
}
