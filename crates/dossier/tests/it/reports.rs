//! What the customers add up to, in a terminal and as a page.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::Server;

/// How long what was written may take until it is counted.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a20_a_report_is_shown_as_a_table_with_bars_in_files_and_as_a_page() {
    let server = Server::start();
    for name in ["曹明", "李雷"] {
        server.record(&["create", "--kind", "individual", "--name", name, "--phone", "13812345678", "--level", "a"]);
    }
    let begin = Instant::now();
    let levels = loop {
        let levels = server.run(&["-o", "csv", "report", "levels"]).output;
        if levels.contains("A,2,2") || begin.elapsed() > PATIENCE {
            break levels;
        }
    };
    assert_eq!(levels, "level,customers,created_customers\nA,2,2\n");
    let table = server.run(&["-o", "table", "report", "growth", "--compare", "previous-year"]).output;
    assert_eq!(table.lines().count(), 2 + 12, "{table}");
    assert!(table.contains("created_customers_before") && table.contains('█'), "{table}");
    let page = server.file("levels.html", "");
    let written = server.run(&["report", "levels", "--html", &page]);
    assert_eq!((written.code, written.output.trim()), (0, page.as_str()), "{}", written.errors);
    assert!(std::fs::read_to_string(&page).unwrap().contains("</svg>"));
    let book = server.file("levels.xlsx", "");
    let written = server.run(&["report", "levels", "--xlsx", &book]);
    assert_eq!((written.code, written.output.trim()), (0, book.as_str()), "{}", written.errors);
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    let unknown = server.run(&["report", "weather"]);
    assert!(unknown.code != 0 && unknown.errors.contains("funnel"), "{}", unknown.errors);
}

#[test]
fn a1_a_segment_is_tried_kept_listed_and_described() {
    let server = Server::start();
    let mut ids = Vec::new();
    for (name, level) in [("曹明", "a"), ("李雷", "b")] {
        let arguments = ["create", "--kind", "individual", "--name", name, "--phone", "13812345678", "--level", level];
        ids.push(server.record(&arguments)["customerId"].as_str().unwrap().to_owned());
    }
    let begin = Instant::now();
    let filter = "level = \"A\" AND frequency = 0";
    let preview = loop {
        let preview: Value = serde_json::from_str(&server.run(&["segments", "preview", filter]).output).unwrap();
        if preview["customers"] == "2" || begin.elapsed() > PATIENCE {
            break preview;
        }
    };
    assert_eq!((&preview["size"], &preview["sample"][0]), (&"1".into(), &ids[0].clone().into()), "{preview}");
    let made = server.record(&["segments", "create", "重点客户", filter]);
    let id = made["segmentId"].as_str().unwrap();
    assert_eq!(server.run(&["segments", "members", id]).output.trim(), ids[0]);
    let changed = server.record(&["segments", "update", id, "--filter", "level = \"B\""]);
    assert_eq!((&changed["displayName"], &changed["revision"]), (&"重点客户".into(), &"2".into()));
    assert_eq!(server.run(&["segments", "members", id]).output.trim(), ids[1]);
    let described = server.run(&["-o", "json", "segments", "describe", id]);
    let described: Value = serde_json::from_str(&described.output).unwrap_or_else(|_| panic!("{}", described.errors));
    assert_eq!((&described["members"], &described["others"]), (&"1".into(), &"1".into()));
    assert!(server.run(&["-o", "csv", "segments", "list"]).output.contains("重点客户"));
    server.record(&["segments", "delete", id]);
    assert!(!server.run(&["-o", "csv", "segments", "list"]).output.contains("重点客户"));
}

#[test]
fn a10_a_target_is_set_listed_and_reported() {
    let server = Server::start();
    let staff = server.record(&["staff", "create", "--name", "王芳", "--subject", "wang"]);
    let id = staff["staffId"].as_str().unwrap();
    let month = server.record(&["target", "set", "2024-05", "sales", "1000", "--staff", id]);
    assert_eq!(month["amount"]["units"], "1000");
    let listed = server.run(&["-o", "csv", "target", "list", "--month", "2024-05"]).output;
    assert!(listed.contains("1000 CNY") && listed.contains(id), "{listed}");
    let report = ["-o", "csv", "report", "targets", "--from", "2024-05-01", "--to", "2024-05-31", "--currency", "CNY"];
    let report = server.run(&report).output;
    assert!(report.contains(&format!("2024-05-01,{id},0,1000,0")), "{report}");
    assert_eq!(server.run(&["target", "set", "2024-05", "sales", "1"]).code, 2, "nobody is to reach it");
}

#[test]
fn a_report_that_there_is_not_is_refused_for_its_name_alone() {
    let ended = Server::start().run(&["report", "weather"]);
    assert_eq!(ended.code, 1, "{}", ended.errors);
    assert!(ended.errors.starts_with("error: name: no such report: one of growth, "), "{}", ended.errors);
}
