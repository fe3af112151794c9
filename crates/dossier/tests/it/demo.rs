//! The demo: two years of history that nobody lived.

use std::sync::Arc;

use serde_json::Value;

use crate::process::{Server, run};

/// Runs the demo of a few customers, and answers its summary.
fn demo(data: &str) -> Value {
    let ended = run(&["-o", "json", "demo", "--data", data, "--customers", "40"]);
    assert_eq!(ended.code, 0, "{}", ended.errors);
    serde_json::from_str(&ended.output).unwrap()
}

#[test]
fn the_demo_is_written_once_with_a_history_to_look_back_at() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let first = demo(&data);
    let written = first["written"].as_u64().unwrap();
    assert!(written > 80 && first["unchanged"] == 0, "{first}");
    let again = demo(&data);
    assert_eq!((&again["written"], again["unchanged"].as_u64()), (&Value::from(0), Some(written)));
    assert_eq!(again["customerNumber"], first["customerNumber"]);

    let server = Server::on(Arc::clone(&folder));
    let list = server.run(&["-o", "jsonl", "list"]).output;
    let customers: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(customers.len(), 40);
    assert!(customers.iter().all(|customer| customer["owner"].is_string() && customer["team"].is_string()));
    let days: std::collections::BTreeSet<&str> =
        customers.iter().map(|customer| &customer["createTime"].as_str().unwrap()[..10]).collect();
    assert!(days.len() > 20, "{days:?}");

    let (number, as_of) = (first["customerNumber"].as_str().unwrap(), first["asOf"].as_str().unwrap());
    let was = server.record(&["get", number, "--as-of", as_of]);
    let is = server.record(&["get", number]);
    let revision = |customer: &Value| customer["revision"].as_str().unwrap().parse::<u64>().unwrap();
    assert!(revision(&was) > 1 && revision(&was) < revision(&is), "{was} {is}");
    assert_eq!(server.run(&["verify"]).code, 0);

    let count = |command: &[&str]| server.run(&[&["-o", "jsonl"], command].concat()).output.lines().count();
    let timeline = server.run(&["-o", "jsonl", "timeline", number]).output;
    let times: Vec<Value> = timeline.lines().map(|entry| serde_json::from_str(entry).unwrap()).collect();
    assert!(times.len() > 3, "{timeline}");
    assert!(count(&["feedback", "list"]) > 0 && count(&["case", "list", "--all"]) > 0);

    let held = run(&["demo", "--data", &data]);
    assert!(held.code == 1 && held.errors.contains("another process is using"), "{}", held.errors);
}

#[test]
fn more_customers_join_a_demo_without_changing_those_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let few = run(&["-o", "json", "demo", "--data", &data, "--customers", "10"]);
    let few: Value = serde_json::from_str(&few.output).unwrap();
    assert_eq!(demo(&data)["unchanged"], few["written"]);
}

#[test]
fn a_tenant_with_customers_of_its_own_is_left_alone() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let server = Server::on(Arc::clone(&folder));
    server.record(&["create", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"]);
    drop(server);
    let refused = run(&["demo", "--data", folder.path().join("data").to_str().unwrap()]);
    assert!(refused.code == 2 && refused.errors.contains("not of the demo"), "{}", refused.errors);
}
