//! Imports of contact persons.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::process::Server;

/// Imports a file; answers the exit code and read, created, updated, unchanged, rejected.
fn import(server: &Server, file: &str, flags: &[&str]) -> (i32, [u64; 5]) {
    let ended = server.run(&[&["-o", "jsonl", "contact", "import", file], flags].concat());
    let tally: Value = serde_json::from_str(&ended.output).unwrap_or_else(|_| panic!("{}", ended.errors));
    (ended.code, ["read", "created", "updated", "unchanged", "rejected"].map(|key| tally[key].as_u64().unwrap()))
}

const HEADER: [&str; 6] = ["姓名", "客户编号", "职务", "决策角色", "手机", "爱好"];
const ROWS: [[&str; 6]; 3] = [
    ["王小明", "1", "采购总监", "采购者", "13912345678", "围棋"],
    ["李雷", "", "", "", "", ""],
    ["无主", "2", "", "", "13812345678", ""],
];

#[test]
fn c8_every_row_of_a_csv_file_and_of_a_workbook_is_accounted_for() {
    let server = Server::start();
    let companies = server.file("companies.csv", "编号,公司名称,电话\n1,甲公司,13712345678\n");
    assert_eq!(server.run(&["import", &companies, "--external-source", "crm"]).code, 0);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, HEADER).unwrap();
    for (place, row) in (1..).zip(ROWS) {
        sheet.write_row(place, 0, row).unwrap();
    }
    let workbook = server.file("people.xlsx", workbook.save_to_buffer().unwrap());
    let lines = [HEADER].iter().chain(&ROWS).map(|row| row.join(",") + "\n").collect::<String>();
    let text = server.file("people.csv", lines);
    for file in [workbook, text] {
        assert_eq!(import(&server, &file, &["--company-source", "crm", "--dry-run"]), (3, [3, 2, 0, 0, 1]), "{file}");
        assert_eq!(import(&server, &file, &["--company-source", "crm"]), (3, [3, 2, 0, 0, 1]), "{file}");
        assert_eq!(import(&server, &file, &["--company-source", "crm"]), (3, [3, 0, 0, 2, 1]), "{file} again");
        let rejected = std::fs::read_to_string(format!("{file}.rejected.csv")).unwrap();
        assert!(rejected.contains("\n无主,2,") && rejected.contains("company_external_id"), "{rejected}");
    }
    let found = server.run(&["-o", "jsonl", "contact", "search", "王小明"]).output;
    let wang: Value = serde_json::from_str(found.lines().next().unwrap()).unwrap();
    let link = &wang["companies"][0];
    assert_eq!((&link["title"], &link["role"]), (&"采购总监".into(), &"DECISION_ROLE_BUYER".into()));
    assert_eq!(wang["remarks"], "爱好: 围棋");
}
