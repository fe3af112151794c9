//! How often customers are spoken to, when they count as dormant, and who outside is told.

use serde_json::json;

use crate::process::Server;

#[test]
fn r4_a_cadence_is_made_changed_and_ended() {
    let server = Server::start();
    let made = server.record(&[
        "cadence",
        "create",
        "--title",
        "重点客户",
        "--level",
        "A",
        "--every",
        "2w",
        "--shift",
        "next",
    ]);
    assert_eq!(made["interval"], json!({"count": 2, "unit": "PERIOD_UNIT_WEEK"}));
    let id = made["cadenceId"].as_str().unwrap();
    let changed = server.record(&["cadence", "update", id, "--every", "10d", "--paused", "true"]);
    assert_eq!((&changed["interval"]["count"], &changed["paused"]), (&json!(10), &json!(true)));
    let taken = server.run(&["cadence", "create", "--title", "又一个", "--level", "A", "--every", "1m"]);
    assert!(taken.code == 1 && taken.errors.contains(id), "{}", taken.errors);
    let table = server.run(&["-o", "table", "--language", "zh-CN", "cadence", "list"]).output;
    assert!(table.contains("跟进") || table.contains("重点客户"), "{table}");
    assert!(table.contains("10d"), "{table}");
    assert_eq!(server.record(&["cadence", "delete", id])["state"], "CONTACT_RULE_STATE_DELETED");
    assert_eq!(server.run(&["-o", "jsonl", "cadence", "list"]).output, "");
}

#[test]
fn r5_a_dormancy_rule_is_previewed_made_changed_and_ended() {
    let server = Server::start();
    let rules = || server.run(&["-o", "jsonl", "dormancy", "list"]).output.lines().count();
    assert_eq!(rules(), 1, "that of the beginning");
    let says = ["--quiet", "90d", "--filter", "level = \"A\"", "--release-after", "1m"];
    let preview = server.run(&[&["dormancy", "preview"], &says[..]].concat());
    assert!(preview.code == 0 && !preview.output.contains("customerId"), "{} {}", preview.output, preview.errors);
    let made = server.record(&[&["dormancy", "create", "--title", "九十天"], &says[..]].concat());
    assert_eq!(made["releaseAfter"], json!({"count": 1, "unit": "PERIOD_UNIT_MONTH"}));
    let id = made["dormancyRuleId"].as_str().unwrap();
    let changed = server.record(&["dormancy", "update", id, "--filter", "", "--no-release", "--quiet", "4w"]);
    assert_eq!((changed.get("releaseAfter"), changed.get("filter")), (None, None), "{changed}");
    assert_eq!(rules(), 2);
    let wrong = server.run(&["dormancy", "create", "--quiet", "soon"]);
    assert!(wrong.code == 2 && wrong.errors.contains("2w for weeks"), "{}", wrong.errors);
    server.record(&["dormancy", "delete", id]);
    assert_eq!(rules(), 1);
}

#[test]
fn r15_an_endpoint_is_changed_and_the_rest_of_it_stays() {
    let server = Server::start();
    let made =
        server.record(&["endpoints", "create", "--title", "CRM", "--url", "https://example.com/hook", "--with-title"]);
    let id = made["endpointId"].as_str().unwrap();
    let changed = server.record(&["endpoints", "update", id, "--url", "https://example.com/other"]);
    let left = (&changed["url"], &changed["title"], &changed["withTitle"]);
    assert_eq!(left, (&json!("https://example.com/other"), &json!("CRM"), &json!(true)));
}
