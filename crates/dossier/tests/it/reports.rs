//! What the customers add up to, in a terminal and as a page.

use std::time::{Duration, Instant};

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
    let unknown = server.run(&["report", "weather"]);
    assert!(unknown.code != 0 && unknown.errors.contains("funnel"), "{}", unknown.errors);
}
