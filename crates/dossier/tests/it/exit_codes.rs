//! What scripts see of a failure, and people.

use crate::process::{Server, run};

#[test]
fn every_kind_of_failure_has_its_exit_code() {
    let server = Server::start();
    assert_eq!(server.run(&["create", "--kind", "individual"]).code, 1);
    assert_eq!(server.run(&["create", "--kind", "alien"]).code, 2);
    assert_eq!(server.run(&["update", "C1"]).code, 4);
    assert_eq!(server.run(&["get", "C1"]).code, 4);
    assert_eq!(server.run(&["--token", "x", "list"]).code, 5);
    assert_eq!(run(&["--server", "http://127.0.0.1:1", "list"]).code, 6);
    assert_eq!(run(&["--server", "https://127.0.0.1:1", "list"]).code, 2);
    assert_eq!(run(&["--help"]).code, 0);
}

#[test]
fn a_failure_is_told_with_every_violation_the_reason_and_the_way_out() {
    let server = Server::start();
    let refused = server.run(&["create", "--kind", "individual", "--phone", "1"]);
    assert_eq!(refused.output, "");
    let lines: Vec<_> = refused.errors.lines().collect();
    assert!(lines[0].starts_with("error: 2 rules are broken"), "{lines:?}");
    assert!(lines[1].starts_with("  customer.registered_name: must not be empty"), "{lines:?}");
    assert!(lines[2].starts_with("  customer.contact_points[0].value: "), "{lines:?}");
    assert_eq!(lines[3], "reason: INVALID_FIELDS (violation_count = 2)");
    let chinese = server.run(&["--language", "zh-CN", "create", "--kind", "individual"]);
    assert!(chinese.errors.starts_with("错误：共违反 2 条规则"), "{}", chinese.errors);
    let unknown = server.run(&["--token", "x", "list"]);
    assert!(unknown.errors.contains("reason: UNAUTHENTICATED\ntry: give a token"), "{}", unknown.errors);
}
