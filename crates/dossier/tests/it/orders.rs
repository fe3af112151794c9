//! What customers bought, and what was said with them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::Server;

/// How long what was imported may take until it is counted.
const PATIENCE: Duration = Duration::from_secs(60);

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/");

/// Imports orders; answers the exit code and read, created, updated, unchanged, rejected.
fn import(server: &Server, file: &str, source: &str) -> (i32, [u64; 5]) {
    let flags = ["--currency", "USD", "--source", source, "--customer-source", source];
    let file = format!("{DATA}{file}");
    let ended = server.run(&[&["-o", "jsonl", "orders", "import", &file], flags.as_slice()].concat());
    let tally: Value = serde_json::from_str(&ended.output).unwrap_or_else(|_| panic!("{}", ended.errors));
    (ended.code, ["read", "created", "updated", "unchanged", "rejected"].map(|key| tally[key].as_u64().unwrap()))
}

/// The hundredths of a dollar that a column of decimal numbers comes to.
fn cents(numbers: impl Iterator<Item = String>) -> i64 {
    let cents = numbers.map(|number| {
        let (units, decimals) = number.split_once('.').unwrap_or((&number, ""));
        format!("{units}{decimals:0<2}").parse::<i64>().unwrap()
    });
    cents.sum()
}

#[test]
fn i6_published_orders_are_imported_once_and_their_totals_are_equal() {
    let server = Server::start();
    let mut expected = 0;
    for (source, customers, orders, rows) in [
        ("northwind", "northwind_customers.csv", "northwind_orders.csv", 830),
        ("chinook", "chinook_customers.csv", "chinook_invoices.csv", 412),
    ] {
        let copy = server.file(customers, std::fs::read(format!("{DATA}{customers}")).unwrap());
        server.run(&["import", &copy, "--external-source", source]);
        assert_eq!(import(&server, orders, source), (0, [rows, rows, 0, 0, 0]), "{source}");
        assert_eq!(import(&server, orders, source), (0, [rows, 0, 0, rows, 0]), "{source} again");
        let file = std::fs::read_to_string(format!("{DATA}{orders}")).unwrap();
        expected += cents(file.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()));
    }
    let customers = server.run(&["-o", "jsonl", "list"]).output;
    let mut total = 0;
    for customer in customers.lines() {
        let customer: Value = serde_json::from_str(customer).unwrap();
        let timeline = server.run(&["-o", "jsonl", "timeline", customer["customerId"].as_str().unwrap()]).output;
        total += cents(timeline.lines().map(|entry| {
            let entry: Value = serde_json::from_str(entry).unwrap();
            let money = &entry["transaction"]["total"];
            let units = money["units"].as_str().unwrap_or("0");
            format!("{units}.{:02}", money["nanos"].as_i64().unwrap_or_default() / 10_000_000)
        }));
    }
    assert_eq!(total, expected);
}

/// Hundredths of a dollar by month, such as `1996-07`.
type Months = BTreeMap<String, i64>;

#[test]
fn a15_reports_of_published_orders_have_the_totals_of_the_files() {
    let server = Server::start();
    let mut expected = Months::new();
    for (source, customers, orders) in [
        ("northwind", "northwind_customers.csv", "northwind_orders.csv"),
        ("chinook", "chinook_customers.csv", "chinook_invoices.csv"),
    ] {
        let copy = server.file(customers, std::fs::read(format!("{DATA}{customers}")).unwrap());
        server.run(&["import", &copy, "--external-source", source]);
        import(&server, orders, source);
        for line in std::fs::read_to_string(format!("{DATA}{orders}")).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            *expected.entry(cells[2][..7].to_owned()).or_default() += cents(std::iter::once(cells[4].to_owned()));
        }
    }
    let begin = Instant::now();
    loop {
        let reported = sales(&server);
        if reported == expected {
            return;
        }
        assert!(begin.elapsed() < PATIENCE, "{reported:?} are not {expected:?}");
    }
}

/// The months in which something was sold, as the report has them.
fn sales(server: &Server) -> Months {
    let answer = server.run(&["-o", "json", "report", "sales", "--from", "1996-01-01", "--to", "2026-12-31"]).output;
    let report: Value = serde_json::from_str(&answer).unwrap();
    let sold = report["rows"].as_array().unwrap().iter().map(|row| {
        let (start, money) = (&row["periodStart"], &row["figures"][1]["amount"]);
        let units: i64 = money["units"].as_str().unwrap_or("0").parse().unwrap();
        let hundredths = units * 100 + money["nanos"].as_i64().unwrap_or_default() / 10_000_000;
        (format!("{:04}-{:02}", start["year"], start["month"].as_i64().unwrap()), hundredths)
    });
    sold.filter(|(_, hundredths)| *hundredths != 0).collect()
}

#[test]
fn i2_what_was_said_is_logged_and_shown() {
    let server = Server::start();
    server.record(&["create", "--number", "KH-1", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"]);
    let logged = server.run(&[
        "-o",
        "json",
        "log",
        "KH-1",
        "--channel",
        "wechat",
        "--points",
        "谈了报价",
        "--next",
        "发报价",
        "--next-time",
        "2030-01-08T02:00:00Z",
    ]);
    assert_eq!(logged.code, 0, "{}", logged.errors);
    let shown = server.run(&["-o", "table", "timeline", "KH-1"]).output;
    assert!(shown.contains("wechat") && shown.contains("谈了报价") && shown.contains("发报价"), "{shown}");
}

#[test]
fn a5_customers_are_scored_by_published_orders() {
    let server = Server::start();
    let customers = server.file("northwind.csv", std::fs::read(format!("{DATA}northwind_customers.csv")).unwrap());
    server.run(&["import", &customers, "--external-source", "northwind"]);
    import(&server, "northwind_orders.csv", "northwind");
    let mut orders = BTreeMap::<String, (u64, i64)>::new();
    for line in std::fs::read_to_string(format!("{DATA}northwind_orders.csv")).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (count, amount) = orders.entry(cells[1].to_owned()).or_default();
        (*count, *amount) = (*count + 1, *amount + cents(std::iter::once(cells[4].to_owned())));
    }
    let most = orders.values().map(|(count, _)| *count).max().unwrap();
    let begin = Instant::now();
    let best = loop {
        let computed = server.run(&["scores", "compute", "--currency", "USD", "--buckets", "4", "--months", "6"]);
        assert_eq!(computed.code, 0, "{}", computed.errors);
        assert!(computed.errors.contains("fitted"), "it tells how far it is: {}", computed.errors);
        let listed =
            server.run(&["-o", "jsonl", "scores", "list", "--order", "frequency desc", "--limit", "1000"]).output;
        let scores: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let counted: u64 =
            scores.iter().map(|score| score["frequency"].as_str().unwrap().parse::<u64>().unwrap()).sum();
        if counted == 830 || begin.elapsed() > PATIENCE {
            assert_eq!((scores.len(), counted), (orders.len(), 830));
            break scores[0].clone();
        }
    };
    assert_eq!(best["frequency"], most.to_string());
    let money = &best["monetary"];
    let amount = money["units"].as_str().unwrap().parse::<i64>().unwrap() * 100
        + money["nanos"].as_i64().unwrap_or_default() / 10_000_000;
    assert!(orders.values().any(|known| *known == (most, amount)), "{best} is nobody in the file");
    let read = server.record(&["scores", "get", best["customer"].as_str().unwrap()]);
    assert_eq!(read, best);
    let model = server.record(&["scores", "model"]);
    assert_eq!(
        (&model["customers"], model["recencyCuts"].as_array().unwrap().len()),
        (&orders.len().to_string().into(), 3)
    );
    let table = server.run(&["-o", "csv", "scores", "list", "--filter", "frequency_score >= 4", "--limit", "3"]).output;
    assert!(table.lines().count() <= 4 && table.starts_with("customer,r,f,m,"), "{table}");
    let refused = server.run(&["scores", "list", "--order", "luck"]);
    assert!(refused.code != 0 && refused.errors.contains("lifetime_value"), "{}", refused.errors);
}
