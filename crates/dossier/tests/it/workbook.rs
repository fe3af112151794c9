//! Imports of XLSX workbooks.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::import::import;
use crate::process::Server;

const HEADER: [&str; 7] = ["姓名", "手机", "生日", "创建时间", "邮编", "会员号", "积分"];

/// A sheet of two people; the second has nothing by which to reach him.
fn people(name: &str) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    // Whoever made the file left a line free above the table.
    sheet.write_row(1, 0, HEADER).unwrap();
    sheet.write(2, 0, "曹明").unwrap();
    sheet.write(2, 1, 13_812_345_678_u64).unwrap();
    let day = ExcelDateTime::from_ymd(1990, 5, 20).unwrap();
    sheet.write_with_format(2, 2, &day, &Format::new().set_num_format("yyyy/m/d")).unwrap();
    let time = ExcelDateTime::from_ymd(2024, 5, 20).unwrap().and_hms(10, 30, 0).unwrap();
    sheet.write_with_format(2, 3, &time, &Format::new().set_num_format("yyyy-mm-dd hh:mm")).unwrap();
    sheet.write_with_format(2, 4, 1_234, &Format::new().set_num_format("000000")).unwrap();
    sheet.write(2, 5, "007").unwrap();
    sheet.write(2, 6, Formula::new("=60*2").set_result("120")).unwrap();
    sheet.write(4, 0, "无名").unwrap();
    sheet
}

fn workbook(server: &Server, name: &str, sheets: Vec<Worksheet>) -> String {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    server.file(name, workbook.save_to_buffer().unwrap())
}

#[test]
fn the_cells_of_a_sheet_are_taken_as_they_are_shown() {
    let server = Server::start();
    let file = workbook(&server, "people.xlsx", vec![people("客户")]);
    assert_eq!(import(&server, &file, &[]), (3, [2, 1, 0, 0, 1]));
    let found = server.run(&["-o", "jsonl", "search", "曹明"]).output;
    let customer: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(customer["contactPoints"][0]["value"], "+8613812345678");
    assert_eq!(customer["importantDates"][0]["solar"]["year"], 1990);
    assert_eq!(customer["firstContactTime"], "2024-05-20T02:30:00Z");
    assert!(found.contains("001234") && found.contains("会员号: 007") && found.contains("积分: 120"), "{found}");

    let rejected = std::fs::read_to_string(format!("{file}.rejected.csv")).unwrap();
    assert!(rejected.starts_with("\u{feff}姓名,手机,") && rejected.contains("\n无名,"), "{rejected}");
    assert_eq!(import(&server, &file, &[]), (3, [2, 0, 0, 1, 1]), "again, nothing is changed");
}

#[test]
fn a_sheet_is_chosen_by_its_name_and_is_a_file_of_its_own() {
    let server = Server::start();
    let file = workbook(&server, "two.xlsx", vec![people("一月"), people("二月")]);
    assert_eq!(import(&server, &file, &[]), (3, [2, 1, 0, 0, 1]));
    assert_eq!(import(&server, &file, &["--sheet", "一月"]), (3, [2, 0, 0, 1, 1]), "the first was imported");
    assert_eq!(import(&server, &file, &["--sheet", "二月"]), (3, [2, 1, 0, 0, 1]));
    let unknown = server.run(&["import", &file, "--sheet", "三月"]);
    assert!(unknown.code == 2 && unknown.errors.contains("一月, 二月"), "{}", unknown.errors);
    let text = server.file("people.csv", "姓名,手机\n曹明,13812345678\n");
    assert_eq!(server.run(&["import", &text, "--sheet", "一月"]).code, 2);
}

#[test]
fn a_workbook_that_is_too_large_or_none_is_refused_with_the_way_out() {
    let server = Server::start();
    let mut far = people("客户");
    far.write(1, 256, "远").unwrap();
    let wide = server.run(&["import", &workbook(&server, "wide.xlsx", vec![far])]);
    assert!(wide.code == 2 && wide.errors.contains("256 columns") && wide.errors.contains("CSV"), "{}", wide.errors);
    let mut far = people("客户");
    far.write(1_048_575, 0, "远").unwrap();
    let long = server.run(&["import", &workbook(&server, "long.xlsx", vec![far])]);
    assert!(long.code == 2 && long.errors.contains("200000 rows"), "{}", long.errors);
    let old = server.file("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    assert!(server.run(&["import", &old]).errors.contains("save it as XLSX"));
    let damaged = server.file("damaged.XLSX", "no archive");
    assert!(server.run(&["import", &damaged]).errors.contains("save it anew"));
    let broken = server.file("broken.xlsx", b"PK\x03\x04 and nothing else");
    assert_eq!(server.run(&["import", &broken]).code, 1);
}
