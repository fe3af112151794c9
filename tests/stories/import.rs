//! Files of customers are brought in; what is personal in them is found again, and lies nowhere in the open.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use access::Role;
use aho_corasick::AhoCorasick;
use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use house::storage;
use testkit::on_both_engines;

use super::book::until;
use crate::process::{Ground, Process, binary};

/// Published files, and how many of their rows can be customers.
const FILES: [(&str, usize); 3] =
    [("faker_zh_cn_1000.csv", 1_000), ("northwind_customers.csv", 91), ("chinook_customers.csv", 59)];
/// Their columns of what is personal.
const PERSONAL: [&str; 12] = [
    "name",
    "company",
    "phone",
    "email",
    "address",
    "CompanyName",
    "ContactName",
    "Address",
    "Phone",
    "Company",
    "Email",
    "LastName",
];
/// The shortest text that is looked for: shorter ones come about by chance. Bytes.
const SHORTEST: usize = 6;

/// What is personal in a file, as it stands there and as it may be kept: in lower case, and phones by their digits.
fn personal(file: &Path) -> BTreeSet<String> {
    let mut rows = csv::Reader::from_path(file).unwrap();
    let headers = rows.headers().unwrap().clone();
    let mut personal = BTreeSet::new();
    for row in rows.records() {
        for (header, value) in headers.iter().zip(&row.unwrap()) {
            if !PERSONAL.contains(&header) {
                continue;
            }
            personal.insert(value.to_lowercase());
            if header.eq_ignore_ascii_case("phone") {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                personal.insert(if value.starts_with('+') { format!("+{digits}") } else { digits });
            }
        }
    }
    personal
        .retain(|text| text.len() >= SHORTEST && !text.bytes().all(|byte| byte.is_ascii_digit() && text.len() < 11));
    personal
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

on_both_engines! {
    async fn x4_what_is_personal_in_imported_files_lies_nowhere_in_the_open(engine) {
        let ground = Ground::fresh(engine).await;
        let process = Process::start(&ground);
        let server = format!("http://{}", process.address());
        let mut personal_texts = BTreeSet::new();
        let folder = testkit::fresh_folder();
        for (name, _) in FILES {
            let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/dossier/tests/data").join(name);
            let file = folder.join(name);
            std::fs::copy(&published, &file).unwrap();
            let ended = Command::new(binary()).args(["--server", &server, "import"]).arg(&file).output().unwrap();
            assert!(ended.status.code().is_some_and(|code| [0, 3].contains(&code)), "{ended:?}");
            personal_texts.extend(personal(&published));
        }
        let customers: usize = FILES.iter().map(|(_, count)| count).sum();

        let administrator = ground.caller("administrator", Role::Administrator);
        let reports = ReportServiceClient::new(process.stub(&administrator).await);
        // Those who hear of customers have heard of them.
        until(async || {
            let query =
                analytics::ReportQuery { measures: vec![analytics::Measure::Customers.into()], ..Default::default() };
            let request = analytics::RunReportRequest { query: Some(query), ..Default::default() };
            let totals = reports.clone().run_report(request).await.unwrap().into_inner().totals;
            (totals[0].value? >= customers as f64).then_some(())
        })
        .await;
        let request = customers::SearchCustomersRequest { query: "15302677354".into(), page_size: 1, ..Default::default() };
        let found = CustomerServiceClient::new(process.stub(&administrator).await).search_customers(request).await.unwrap();
        assert_eq!(found.into_inner().customers.len(), 1);
        process.kill();

        let texts: Vec<String> = personal_texts.iter().flat_map(|text| [text.clone(), hexadecimal(text)]).collect();
        let personal = AhoCorasick::new(&texts).unwrap();
        for (setting, url) in ground.databases() {
            let kept = storage::text(&url).await;
            assert!(setting != "CUSTOMER__RECORDS" || kept.matches("c20").count() >= customers, "what is no secret is met");
            let met = personal.find(&kept).map(|met| &texts[met.pattern().as_usize()]);
            assert_eq!(met, None, "stands in {setting}");
        }
    }
}
