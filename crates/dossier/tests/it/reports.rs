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
    let monthly = ["-o", "csv", "report", "growth", "--by", "month", "--from", "2020-01-01", "--forecast", "3"];
    let foretold = server.run(&monthly);
    let lines: Vec<_> = foretold.output.lines().collect();
    assert_eq!(
        (lines[0], lines.len()),
        ("period_start,expected,low,high", 4),
        "{} {}",
        foretold.output,
        foretold.errors
    );
    let pipeline = server.run(&["-o", "csv", "pipeline"]);
    let expected = "stage,customers,moves,won_percent,expected,low,high\npotential,2,0,,,,\n";
    assert_eq!((pipeline.code, pipeline.output.as_str()), (0, expected), "{}", pipeline.errors);
    assert!(pipeline.errors.contains("potential: 10 "), "{}", pipeline.errors);
    let unknown = server.run(&["report", "weather"]);
    assert!(unknown.code != 0 && unknown.errors.contains("funnel"), "{}", unknown.errors);
}

#[test]
fn i16_all_that_is_known_of_a_customer_is_shown_together() {
    let server = Server::start();
    let create = ["create", "--kind", "enterprise", "--name", "杭州云帆有限公司", "--phone", "13812345678"];
    let number = server.record(&create)["customerNumber"].as_str().unwrap().to_owned();
    server.record(&["log", &number, "--channel", "phone", "--points", "问了价格"]);
    let task =
        server.record(&["tasks", "create", "--title", "寄样品", "--due", "2099-05-20T09:00", "--customer", &number]);
    let begin = Instant::now();
    let shown = loop {
        let shown = server.run(&["-o", "table", "--language", "zh-CN", "overview", &number]);
        if shown.output.contains("互动次数") && shown.output.contains("问了价格") || begin.elapsed() > PATIENCE
        {
            break shown.output;
        }
    };
    for part in ["杭州云帆有限公司", "问了价格", "寄样品", "所处阶段天数", "未结事项"] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    server.record(&["tasks", "complete", task["taskId"].as_str().unwrap(), "--outcome", "已寄出"]);
    let seen = server.record(&["overview", &number]);
    assert_eq!((seen["customer"]["customerNumber"].as_str(), &seen["tasks"]), (Some(&*number), &Value::Null));
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
