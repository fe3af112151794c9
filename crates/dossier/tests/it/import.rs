//! Imports: every row is accounted for.

use std::fmt::Write;

use serde_json::Value;

use crate::process::Server;

const NORTHWIND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/northwind_customers.csv");
const CHINOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/chinook_customers.csv");
const FAKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/faker_zh_cn_1000.csv");

/// Imports a file; answers the exit code and read, created, updated, unchanged, rejected.
pub fn import(server: &Server, file: &str, flags: &[&str]) -> (i32, [u64; 5]) {
    let ended = server.run(&[&["-o", "jsonl", "import", file], flags].concat());
    let tally: Value = serde_json::from_str(&ended.output).unwrap_or_else(|_| panic!("{}", ended.errors));
    (ended.code, ["read", "created", "updated", "unchanged", "rejected"].map(|key| tally[key].as_u64().unwrap()))
}

/// A copy of a file in the server's folder, where rejected rows may be written beside it.
fn copied(server: &Server, file: &str) -> String {
    let name = std::path::Path::new(file).file_name().unwrap().to_str().unwrap();
    server.file(name, std::fs::read(file).unwrap())
}

#[test]
fn every_row_of_published_files_is_accounted_for_and_changes_nothing_the_second_time() {
    let server = Server::start();
    let files = [(NORTHWIND, 93, 2), (CHINOOK, 59, 0), (FAKER, 1_000, 0)];
    for (file, rows, rejected) in files {
        let file = copied(&server, file);
        let code = if rejected > 0 { 3 } else { 0 };
        let known = rows - rejected;
        assert_eq!(import(&server, &file, &[]), (code, [rows, known, 0, 0, rejected]), "{file}");
        assert_eq!(import(&server, &file, &[]), (code, [rows, 0, 0, known, rejected]), "{file} again");
    }
    let customers = server.run(&["-o", "jsonl", "list"]).output;
    let customers: Vec<Value> = customers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(customers.len(), 91 + 59 + 1_000);
    let of_kind = |kind: &str| customers.iter().filter(|customer| customer["kind"] == kind).count();
    assert_eq!(of_kind("CUSTOMER_KIND_ENTERPRISE"), 91 + 10);
    let points = |state: &str, kind: &str| {
        let points = customers.iter().flat_map(|customer| customer["contactPoints"].as_array().unwrap());
        points.filter(|point| point["verificationState"] == state && point["kind"] == kind).count()
    };
    assert_eq!(points("VERIFICATION_STATE_MALFORMED", "CONTACT_POINT_KIND_PHONE"), 43 + 3);
    assert_eq!(points("VERIFICATION_STATE_UNVERIFIED", "CONTACT_POINT_KIND_EMAIL"), 59 + 1_000);
}

#[test]
fn an_import_tells_how_it_is_undone() {
    let server = Server::start();
    let file = server.file("people.csv", "姓名,手机\n曹明,13812345678\n李四,13912345678\n");
    let tried = server.run(&["-o", "table", "import", &file, "--dry-run"]).output;
    assert!(!tried.contains("undo"), "{tried}");
    let told = server.run(&["-o", "table", "import", &file]).output;
    let cause = told.lines().last().unwrap().strip_prefix("undo this with: dossier undo ").unwrap();
    assert_eq!(server.run(&["undo", cause]).code, 0);
    assert_eq!(server.run(&["-o", "jsonl", "list"]).output, "");
}

#[test]
fn rejected_rows_are_corrected_in_their_file_and_imported_from_there() {
    let server = Server::start();
    let file = server.file("people.csv", "姓名,手机,积分\n曹明,13812345678,120\n无名,,=7\n多,13912345678,1,2\n");
    assert_eq!(import(&server, &file, &[]), (3, [3, 1, 0, 0, 2]));
    let rejected = format!("{file}.rejected.csv");
    let text = std::fs::read_to_string(&rejected).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "\u{feff}姓名,手机,积分,reason");
    assert!(lines[1].starts_with("无名,,'=7,") && lines[1].contains("contact point"), "{text}");
    assert!(lines[2].starts_with("多,13912345678,1,2,the row has 4 cells and the header 3"), "{text}");

    let corrected = format!("{}\n{}\n", lines[0], lines[1].replace("无名,,", "无名,13712345678,"));
    std::fs::write(&rejected, corrected).unwrap();
    assert_eq!(import(&server, &rejected, &[]), (0, [1, 1, 0, 0, 0]));
    let found = server.run(&["-o", "jsonl", "search", "无名"]).output;
    assert!(found.contains(r#""remarks":"积分: =7""#), "{found}");
}

#[test]
fn rows_that_cannot_be_decoded_are_rejected_and_the_others_imported() {
    let server = Server::start();
    for (name, encoding, mark) in
        [("utf-8.csv", encoding_rs::UTF_8, "\u{feff}"), ("gb18030.csv", encoding_rs::GB18030, "")]
    {
        let mut bytes = encoding.encode(&format!("{mark}姓名,手机\n曹明,13812345678\n")).0.into_owned();
        bytes.extend(b"A\xffB,13912345678\n");
        bytes.extend(encoding.encode("王芳,13712345678\n").0.iter());
        let file = server.file(name, bytes);
        assert_eq!(import(&server, &file, &["--dry-run"]), (3, [3, 2, 0, 0, 1]), "{name}");
        let rejected = std::fs::read_to_string(format!("{file}.rejected.csv")).unwrap();
        assert!(rejected.contains("A\u{fffd}B,13912345678,") && rejected.contains("no characters"), "{rejected}");
        assert_eq!(import(&server, &file, &[]), (3, [3, 2, 0, 0, 1]), "{name}");
    }
    let found = server.run(&["-o", "jsonl", "search", "王芳"]).output;
    assert_eq!(found.lines().count(), 2, "{found}");
}

#[test]
fn a_dry_run_says_what_an_import_would_do_and_does_nothing() {
    let server = Server::start();
    let file = copied(&server, NORTHWIND);
    assert_eq!(import(&server, &file, &["--dry-run"]), (3, [93, 91, 0, 0, 2]));
    assert_eq!(server.run(&["-o", "jsonl", "list"]).output, "");
}

#[test]
fn a_newer_file_of_a_named_system_updates_the_customers_that_it_changes() {
    let server = Server::start();
    let sheet = |phone: &str| format!("编号;客户名称;电话\n1;云起有限公司;13812345678\n2;华山医院;{phone}\n");
    let gb18030 = encoding_rs::GB18030;
    let flags = ["--external-source", "erp"];
    let first = server.file("first.csv", gb18030.encode(&sheet("13912345678")).0);
    assert_eq!(import(&server, &first, &flags), (0, [2, 2, 0, 0, 0]));
    let second = server.file("second.csv", gb18030.encode(&sheet("13712345678")).0);
    assert_eq!(import(&server, &second, &flags), (0, [2, 0, 1, 1, 0]));
    let customer = server.record(&["get", "--external-id", "erp=2"]);
    assert_eq!(customer["registeredName"], "华山医院");
    assert_eq!(customer["contactPoints"][1]["value"], "+8613712345678");
}

#[test]
fn a_file_of_more_rows_than_the_window_holds_is_answered_row_by_row() {
    let server = Server::start();
    let mut text = "name,email\n".to_owned();
    for row in 1..=2_600 {
        let email = if row % 1_000 == 0 { String::new() } else { format!("p{row}@example.com") };
        writeln!(text, "Person {row},{email}").unwrap();
    }
    let file = server.file("many.csv", text);
    assert_eq!(import(&server, &file, &["--dry-run"]), (3, [2_600, 2_598, 0, 0, 2]));
    let rejected = std::fs::read_to_string(format!("{file}.rejected.csv")).unwrap();
    assert!(rejected.contains("Person 1000,,") && rejected.contains("Person 2000,,"), "{rejected}");
}

#[test]
fn a_file_that_cannot_be_understood_is_refused_before_a_row_is_sent() {
    let server = Server::start();
    let file = server.file("points.csv", "姓名,积分\n曹明,120\n");
    let refused = server.run(&["--language", "zh-CN", "import", &file]);
    assert_eq!(refused.code, 2);
    assert!(refused.errors.contains("--map 列名=phone"), "{}", refused.errors);
    assert_eq!(server.run(&["import", &file, "--map", "电话=phone"]).code, 2);
    assert_eq!(server.run(&["import", "nowhere.csv"]).code, 1);
}
