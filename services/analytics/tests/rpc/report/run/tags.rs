//! Reports by tags.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, House, Reporting, figures, line, merge, named, query, sale, tagged, total};

fn of(tag: &str, count: f64) -> (String, Option<f64>) {
    (tag.to_owned(), Some(count))
}

on_both_engines! {
    async fn a12_a_customer_counts_with_each_of_its_tags_and_once_in_the_total(engine) {
        let house = House::new(engine).await;
        let both = house.customer(tagged(&["high_value", "prefers_phone"])).await;
        house.customer(tagged(&["prefers_phone"])).await;
        house.customer(tagged(&[])).await;
        house.buys(&both, sale(house.clock.now().as_micros(), vec![line("龙井", "1", 10_000)])).await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let tags = reports.run_report(named("tags", query(&[], &[]))).await.unwrap().into_inner();
        assert_eq!(figures(&tags), [of("", 1.0), of("high_value", 1.0), of("prefers_phone", 2.0)]);
        assert_eq!(total(&tags), Some(3.0));
        let sales = house.report(query(&[Measure::Sales], &[Dimension::Tag, Dimension::Product])).await;
        assert_eq!(figures(&sales), [of("high_value/龙井", 100.0), of("prefers_phone/龙井", 100.0)]);
        assert_eq!(total(&sales), Some(100.0));
        let request = wire::ListReportRecordsRequest {
            query: tags.query,
            measure: Measure::Customers.into(),
            values: vec!["high_value".into()],
            ..Default::default()
        };
        let listed = reports.list_report_records(request).await.unwrap().into_inner();
        assert_eq!(listed.customers, [both.customer_id.as_str()]);
        let filtered = wire::ReportQuery {
            filter: "tags:\"prefers_phone\" AND NOT tags:\"high_value\"".into(),
            ..query(&[Measure::Customers], &[])
        };
        assert_eq!(total(&house.report(filtered).await), Some(1.0));
    }

    async fn c24_of_merged_tags_one_stands_for_all_and_each_again_when_they_are_parted(engine) {
        let house = House::new(engine).await;
        for tags in [&["high_value", "prefers_phone"][..], &["prefers_phone"], &["after_sales"]] {
            house.customer(tagged(tags)).await;
        }
        let by_tag = || house.report(query(&[Measure::Customers], &[Dimension::Tag]));
        let found = async |filter: &str| {
            let query = wire::ReportQuery { filter: filter.into(), ..query(&[Measure::Customers], &[]) };
            total(&house.report(query).await)
        };
        merge(&house, "prefers_phone", "after_sales").await;
        assert_eq!(figures(&by_tag().await), [of("after_sales", 3.0), of("high_value", 1.0)]);
        // One after another, and a customer that carries two which mean the same counts once.
        merge(&house, "after_sales", "high_value").await;
        assert_eq!(figures(&by_tag().await), [of("high_value", 3.0)]);
        for tag in ["high_value", "prefers_phone", "after_sales"] {
            assert_eq!(found(&format!("tags:{tag}")).await, Some(3.0), "{tag}");
        }
        merge(&house, "after_sales", "").await;
        assert_eq!(figures(&by_tag().await), [of("after_sales", 3.0), of("high_value", 1.0)]);
        assert_eq!(found("tags:prefers_phone").await, Some(3.0));
        assert_eq!(found("tags:high_value").await, Some(1.0));
    }

    async fn a12_by_tags_too_few_of_others_customers_are_kept_back(engine) {
        let house = House::new(engine).await;
        let east = house.team("华东", "").await;
        let (_, of_lead) = house.person("lead", &east, Role::Sales).await;
        let (wang, _) = house.person("wang", &east, Role::Sales).await;
        for number in 0..9 {
            let tags = tagged(if number < 2 { &["high_value", "prefers_phone"] } else { &["prefers_phone"] });
            house.customer(Customer { owner: wang.staff_id.clone(), ..tags }).await;
        }
        let report = house.report_of(&of_lead, query(&[Measure::Customers], &[Dimension::Tag])).await;
        let kept_back: Vec<_> = report.rows.iter().map(|row| (row.values[0].as_str(), row.figures[0].suppressed)).collect();
        assert_eq!(kept_back, [("high_value", true), ("prefers_phone", true)]);
    }
}
