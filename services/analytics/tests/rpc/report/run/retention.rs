//! How many customers still buy, by the month in which they first did.

use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use contracts::interaction::v1 as interactions;
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, ask, day, fields, line, named, query, sale};

const ORDERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/dossier/tests/data/northwind_orders.csv");

/// Customers who bought, of how many, in percent, by cohort and month; without the months in which there is no cohort.
type Retention = BTreeMap<(String, String), (i64, i64, i64)>;

fn told(report: &wire::Report) -> Retention {
    let row = |row: &wire::ReportRow| {
        let month = row.period_start.map(|start| format!("{:04}-{:02}", start.year, start.month)).unwrap();
        let figures: Vec<_> = row.figures.iter().map(|figure| figure.value).collect();
        let percent = (figures[2]? * 100.0).round() as i64;
        Some(((row.values[0].clone(), month), (figures[0].unwrap() as i64, figures[1].unwrap() as i64, percent)))
    };
    report.rows.iter().filter_map(row).collect()
}

/// The same, counted from customers and the months in which each bought.
fn counted(bought: &BTreeMap<String, BTreeSet<String>>, months: &[String]) -> Retention {
    let mut retention = Retention::new();
    for begun in months {
        let cohort: Vec<_> = bought.values().filter(|bought| bought.first() == Some(begun)).collect();
        for month in months.iter().filter(|month| *month >= begun && !cohort.is_empty()) {
            let buyers = cohort.iter().filter(|bought| bought.contains(month)).count();
            let percent = (buyers as f64 / cohort.len() as f64 * 10_000.0).round() as i64;
            let counts = (i64::try_from(buyers).unwrap(), i64::try_from(cohort.len()).unwrap(), percent);
            retention.insert((begun.clone(), month.clone()), counts);
        }
    }
    retention
}

on_both_engines! {
    async fn a6_cohorts_of_published_orders_are_as_counted_from_the_file(engine) {
        let house = House::new(engine).await;
        let (mut ids, mut sales) = (BTreeMap::<String, String>::new(), Vec::new());
        let mut bought = BTreeMap::<String, BTreeSet<String>>::new();
        for order in csv::Reader::from_path(ORDERS).unwrap().into_records().map(Result::unwrap) {
            let (id, who, date) = (&order[0], &order[1], &order[2][..10]);
            if !ids.contains_key(who) {
                ids.insert(who.to_owned(), house.customer(Customer::default()).await.customer_id);
            }
            let noon = format!("{date}T12:00:00+08:00").parse::<jiff::Timestamp>().unwrap().as_microsecond();
            sales.push(interactions::Transaction {
                customer: ids[who].clone(),
                external_id: Some(interactions::TransactionExternalId { source: "northwind".into(), id: id.into() }),
                ..sale(noon, vec![line("order", "1", 100)])
            });
            bought.entry(who.to_owned()).or_default().insert(date[..7].to_owned());
        }
        house.brings_in(sales).await;
        house.counted().await;
        let days = wire::ReportQuery {
            first_day: Some(day(1996, 7, 1)),
            last_day: Some(day(1998, 5, 31)),
            ..wire::ReportQuery::default()
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        let report = reports.run_report(named("retention", days)).await.unwrap().into_inner();
        let months: Vec<_> = (0..23).map(|month| format!("{}-{:02}", 1996 + (6 + month) / 12, (6 + month) % 12 + 1)).collect();
        let expected = counted(&bought, &months);
        assert!(expected.len() > 100, "{}", expected.len());
        assert_eq!(told(&report), expected);

        let ((begun, month), (buyers, size, _)) = expected.iter().find(|(key, _)| key.1 == "1997-05").unwrap();
        for (measure, count) in [(Measure::RetainedPercent, *buyers), (Measure::CohortCustomers, *size)] {
            let request = wire::ListReportRecordsRequest {
                query: report.query.clone(),
                measure: measure.into(),
                period_start: Some(day(1997, 5, 1)),
                values: vec![begun.clone()],
                ..Default::default()
            };
            let customers = reports.list_report_records(request).await.unwrap().into_inner().customers;
            let expected: BTreeSet<_> = ids
                .iter()
                .filter(|(who, _)| bought[*who].first() == Some(begun))
                .filter(|(who, _)| measure == Measure::CohortCustomers || bought[*who].contains(month))
                .map(|(_, id)| id.clone())
                .collect();
            assert_eq!(expected.len() as i64, count);
            assert_eq!(customers.into_iter().collect::<BTreeSet<_>>(), expected, "{measure:?}");
        }
    }

    async fn a6_what_was_paid_back_whole_was_not_bought_and_others_customers_are_kept_back(engine) {
        let house = House::new(engine).await;
        let (_, of_wang) = house.person("wang", "", Role::Sales).await;
        let (li, _) = house.person("li", "", Role::Sales).await;
        let now = house.clock.now().as_micros();
        let mine = house.customer(Customer::default()).await;
        let other = house.customer(Customer { owner: li.staff_id, ..Customer::default() }).await;
        for customer in [&mine, &other] {
            house.buys(customer, sale(now - 40 * DAY, vec![line("龙井", "1", 100)])).await;
        }
        let back = house.buys(&mine, sale(now, vec![line("龙井", "1", 100)])).await;
        let refund = interactions::RefundTransactionRequest { transaction_id: back, ..Default::default() };
        house.transactions_of(&Bearer(None)).await.refund_transaction(refund).await.unwrap();
        house.counted().await;
        let days = wire::ReportQuery {
            first_day: Some(day(2024, 4, 1)),
            last_day: Some(day(2024, 5, 31)),
            ..wire::ReportQuery::default()
        };
        let run = async |bearer: &Bearer| {
            let mut reports = house.reports_of(bearer).await;
            told(&reports.run_report(named("retention", days.clone())).await.unwrap().into_inner())
        };
        let key = |month: &str| ("2024-04".to_owned(), month.to_owned());
        let expected = Retention::from([(key("2024-04"), (2, 2, 10_000)), (key("2024-05"), (0, 2, 0))]);
        assert_eq!(run(&Bearer(None)).await, expected);
        assert_eq!(run(&of_wang).await, Retention::new(), "neither one's own nor a team's");
    }

    async fn what_cohorts_cannot_tell_is_refused(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let good = wire::ReportQuery { grain: wire::Grain::Month.into(), ..query(&[Measure::Buyers], &[Dimension::Cohort]) };
        reports.run_report(ask(good.clone())).await.unwrap();
        for (query, expected) in [
            (wire::ReportQuery { dimensions: vec![], ..good.clone() }, "query.dimensions"),
            (wire::ReportQuery { grain: wire::Grain::Quarter.into(), ..good.clone() }, "query.grain"),
            (wire::ReportQuery { zone: "Asia/Tokyo".into(), ..good.clone() }, "query.zone"),
            (wire::ReportQuery { comparison: wire::Comparison::PreviousYear.into(), ..good.clone() }, "query.comparison"),
            (wire::ReportQuery { first_day: Some(day(2000, 1, 1)), ..good.clone() }, "query"),
        ] {
            let refused = reports.run_report(ask(query.clone())).await.expect_err(&format!("{query:?}"));
            assert_eq!(fields(&refused), [expected], "{query:?}");
        }
        let mixed = query(&[Measure::Buyers, Measure::Sales], &[Dimension::Cohort]);
        let refused = reports.run_report(ask(mixed)).await.unwrap_err();
        assert_eq!(fields(&refused), ["query.dimensions[0]", "query.grain"]);
    }
}
