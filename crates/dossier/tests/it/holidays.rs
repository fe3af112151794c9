//! Holidays and make-up days by the file.

use serde_json::json;

use crate::process::Server;

#[test]
fn c51_the_days_of_a_year_are_imported_listed_and_imported_anew() {
    let server = Server::start();
    let first =
        server.file("2026.csv", "日期,类型,名称\n2026-10-01,休,国庆节\n2026-10-10,班,国庆节调休\n2027-01-01,休,元旦\n");
    let imported = server.record(&["holidays", "import", &first]);
    let days: Vec<_> = imported.as_array().unwrap().iter().map(|day| (&day["kind"], &day["name"])).collect();
    let (holiday, make_up_day) = (json!("SPECIAL_DAY_KIND_HOLIDAY"), json!("SPECIAL_DAY_KIND_MAKE_UP_DAY"));
    assert_eq!(days, [(&holiday, &json!("国庆节")), (&make_up_day, &json!("国庆节调休")), (&holiday, &json!("元旦")),]);
    let again = server.file("again.csv", "date,kind,name\n2026-10-02,holiday,\n");
    server.record(&["holidays", "import", &again]);
    let listed = server.run(&["-o", "csv", "holidays", "list"]).output;
    assert_eq!(
        listed.lines().collect::<Vec<_>>(),
        ["date,kind,name", "2026-10-02,holiday,", "2027-01-01,holiday,元旦"]
    );
    let of_year = server.run(&["-o", "csv", "holidays", "list", "--year", "2027"]).output;
    assert_eq!(of_year.lines().count(), 2, "{of_year}");
}

#[test]
fn c51_a_file_with_a_row_that_is_no_day_changes_nothing() {
    let server = Server::start();
    for (file, expected) in [
        ("date,kind\n2026-10-01,holiday\n2026-02-30,holiday\n", "line 3"),
        ("date,kind\n10-01,holiday\n", "line 2"),
        ("date,kind\n2026-10-01,party\n", "line 2"),
        ("when,what\n2026-10-01,holiday\n", "columns"),
    ] {
        let refused = server.run(&["holidays", "import", &server.file("days.csv", file)]);
        assert_eq!(refused.code, 2, "{}", refused.errors);
        assert!(refused.errors.contains(expected), "{}", refused.errors);
    }
    assert_eq!(server.run(&["-o", "csv", "holidays", "list"]).output.lines().count(), 1);
}
