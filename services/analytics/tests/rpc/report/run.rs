//! RunReport.

mod conversion;
mod labels;
mod repurchase;
mod retention;
mod rights;
mod sales;
mod service;
mod tags;
mod targets;
mod zones;

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, ask, day, fields, figures, months, named, query, total};

/// A customer with a level, an industry and a source; empty for none.
fn known(level: &str, industry: &str, source: &str) -> Customer {
    Customer { level: level.into(), industry: industry.into(), source: source.into(), ..Customer::default() }
}

on_both_engines! {
    async fn a11_growth_is_counted_month_by_month_and_compared(engine) {
        let house = House::new(engine).await;
        for (days, count) in [(0, 2), (20, 1), (40, 3)] {
            house.clock.advance(days * DAY);
            for _ in 0..count {
                house.customer(Customer::default()).await;
            }
        }
        // On 20 May two, on 9 June one, on 19 July three.
        house.counted().await;
        let query = wire::ReportQuery {
            first_day: Some(day(2024, 5, 1)),
            last_day: Some(day(2024, 8, 31)),
            comparison: wire::Comparison::PreviousPeriod.into(),
            ..wire::ReportQuery::default()
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        let growth = reports.run_report(named("growth", query.clone())).await.unwrap().into_inner();
        let expected =
            [((2024, 5), Some(2.0)), ((2024, 6), Some(1.0)), ((2024, 7), Some(3.0)), ((2024, 8), Some(0.0))];
        assert_eq!(months(&growth), expected);
        assert_eq!(growth.totals[0].value, Some(6.0));
        assert_eq!(growth.totals[0].compared, Some(0.0), "there was nothing before");
        let asked = growth.query.unwrap();
        assert_eq!(asked.measures, [i32::from(Measure::CreatedCustomers)]);
        assert_eq!(asked.grain, i32::from(wire::Grain::Month));

        let last_months = wire::ReportQuery { first_day: Some(day(2024, 7, 1)), ..query };
        let growth = reports.run_report(named("growth", last_months)).await.unwrap().into_inner();
        let compared: Vec<_> = growth.rows.iter().map(|row| row.figures[0].compared).collect();
        assert_eq!(compared, [Some(2.0), Some(1.0)], "July with May, August with June");
        let by_default = reports.run_report(named("growth", wire::ReportQuery::default())).await.unwrap().into_inner();
        let asked = by_default.query.unwrap();
        assert_eq!((asked.first_day, asked.last_day), (Some(day(2023, 8, 1)), Some(day(2024, 7, 19))));
        assert_eq!(by_default.rows.len(), 12);
    }

    async fn a12_customers_are_told_apart_by_what_they_are(engine) {
        let house = House::new(engine).await;
        for (level, industry, source) in
            [("A", "it", "referral"), ("A", "retail", "referral"), ("B", "it", "exhibition"), ("", "it", "")]
        {
            house.customer(known(level, industry, source)).await;
        }
        let report = async |dimensions: &[Dimension]| house.report(query(&[Measure::Customers], dimensions)).await;
        let of = |name: &str, count: f64| (name.to_owned(), Some(count));
        assert_eq!(figures(&report(&[Dimension::Level]).await), [of("", 1.0), of("A", 2.0), of("B", 1.0)]);
        assert_eq!(figures(&report(&[Dimension::Industry]).await), [of("it", 3.0), of("retail", 1.0)]);
        assert_eq!(figures(&report(&[Dimension::Kind]).await), [of("enterprise", 4.0)]);
        let two = report(&[Dimension::Level, Dimension::Industry]).await;
        assert_eq!(figures(&two), [of("/it", 1.0), of("A/it", 1.0), of("A/retail", 1.0), of("B/it", 1.0)]);
        let filtered = wire::ReportQuery {
            filter: "level = \"A\" OR NOT source:*".into(),
            ..query(&[Measure::Customers], &[Dimension::Industry])
        };
        assert_eq!(figures(&house.report(filtered).await), [of("it", 2.0), of("retail", 1.0)]);
        assert_eq!(total(&report(&[]).await), Some(4.0));
    }

    async fn a12_what_is_deleted_is_no_longer_there_and_was_created_still(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(known("A", "", "")).await;
        house.customer(known("A", "", "")).await;
        let mut customers = house.customers().await;
        let request = contracts::customer::v1::DeleteCustomerRequest {
            customer: customer.customer_id.clone(),
            etag: customer.etag.clone(),
            ..Default::default()
        };
        customers.delete_customer(request).await.unwrap();
        let both = [Measure::Customers, Measure::CreatedCustomers];
        let report = house.report(query(&both, &[Dimension::Level])).await;
        let counted: Vec<_> = report.rows[0].figures.iter().map(|figure| figure.value).collect();
        assert_eq!(counted, [Some(1.0), Some(2.0)]);
    }

    async fn a9_the_funnel_tells_how_many_came_went_and_how_long_they_stayed(engine) {
        let house = House::new(engine).await;
        let one = house.customer(Customer::default()).await;
        let other = house.customer(Customer::default()).await;
        house.clock.advance(4 * DAY);
        house.enter(&one, "intent").await;
        house.clock.advance(2 * DAY);
        house.enter(&other, "intent").await;
        house.enter(&one, "customer").await;
        house.counted().await;
        let year = wire::ReportQuery {
            first_day: Some(day(2024, 1, 1)),
            last_day: Some(day(2024, 12, 31)),
            ..wire::ReportQuery::default()
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        let funnel = reports.run_report(named("funnel", year.clone())).await.unwrap().into_inner();
        let stages: Vec<_> = funnel
            .rows
            .iter()
            .map(|row| {
                let figures = row.figures.iter().map(|figure| figure.value.map(f64::round));
                (row.values[0].as_str(), figures.collect::<Vec<_>>())
            })
            .collect();
        let expected = [
            ("customer", vec![Some(1.0), Some(0.0), None]),
            ("intent", vec![Some(2.0), Some(1.0), Some(2.0)]),
            ("potential", vec![Some(2.0), Some(2.0), Some(5.0)]),
        ];
        assert_eq!(stages, expected, "entries, exits, days on average");
        let moves = reports.run_report(named("transitions", year)).await.unwrap().into_inner();
        let expected = [
            ("customer/", 1.0), ("intent/", 1.0), ("intent/customer", 1.0), ("potential/intent", 2.0),
        ];
        assert_eq!(figures(&moves), expected.map(|(moved, count)| (moved.to_owned(), Some(count))));
    }

    async fn a9_why_customers_were_lost_is_counted_by_reason(engine) {
        let house = House::new(engine).await;
        for lost in [true, true, false] {
            let customer = house.customer(Customer::default()).await;
            house.enter(&customer, if lost { "lost" } else { "intent" }).await;
        }
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let request = wire::RunReportRequest { with_labels: true, ..named("loss_reasons", query(&[], &[])) };
        let reasons = reports.run_report(request).await.unwrap().into_inner();
        assert_eq!(figures(&reasons), [("lost/price".to_owned(), Some(2.0))]);
        assert_eq!((total(&reasons), &reasons.rows[0].labels[..]), (Some(2.0), &["Lost".to_owned(), "Price".to_owned()][..]));
        let refused = query(&[Measure::Customers], &[Dimension::StageReason]);
        let refused = reports.run_report(ask(refused)).await.unwrap_err();
        assert_eq!(fields(&refused), ["query.dimensions[0]"]);
    }

    async fn a9_figures_say_what_is_since_a_customer_was_handed_over(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", access::Role::Sales).await;
        let (li, _) = house.person("li", "", access::Role::Sales).await;
        let customer = house.customer(Customer { owner: wang.staff_id.clone(), ..Customer::default() }).await;
        house.enter(&customer, "intent").await;
        let by_owner = || house.report(query(&[Measure::StageEntries], &[Dimension::Owner]));
        assert_eq!(figures(&by_owner().await), [(wang.staff_id.clone(), Some(2.0))]);
        let request = contracts::customer::v1::TransferOwnershipRequest {
            from_staff_id: wang.staff_id.clone(),
            to_staff_id: li.staff_id.clone(),
            ..Default::default()
        };
        let mut answers = house.ownership().await.transfer_ownership(request).await.unwrap().into_inner();
        while answers.message().await.unwrap().is_some() {}
        assert_eq!(figures(&by_owner().await), [(li.staff_id.clone(), Some(2.0))]);
    }

    async fn what_is_kept_is_what_is_counted(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", access::Role::Sales).await;
        for number in 0..12_i64 {
            let [level, industry] = [["A", "B", ""], ["it", "", "retail"]].map(|codes| codes[number as usize % 3]);
            let owner = if number % 2 == 0 { wang.staff_id.clone() } else { String::new() };
            let customer = house.customer(Customer { owner, ..known(level, industry, "referral") }).await;
            house.clock.advance(7 * DAY);
            for stage in ["intent", "lost", "customer"].iter().take(number as usize % 4) {
                house.enter(&customer, stage).await;
                house.clock.advance(DAY / 3);
            }
        }
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let measures = [Measure::CreatedCustomers, Measure::StageEntries, Measure::StageExits];
        let dimensions: [&[Dimension]; 6] = [
            &[], &[Dimension::Stage], &[Dimension::Owner], &[Dimension::Stage, Dimension::Owner],
            &[Dimension::Team, Dimension::Stage], &[Dimension::Level],
        ];
        for dimensions in dimensions {
            for grain in [wire::Grain::Unspecified, wire::Grain::Week, wire::Grain::Month] {
                let kept = wire::ReportQuery { grain: grain.into(), ..query(&measures, dimensions) };
                // A filter that everybody meets is not kept: everybody is counted.
                let counted = wire::ReportQuery { filter: "create_time > \"1971-01-01T00:00:00Z\"".into(), ..kept.clone() };
                let kept = reports.run_report(ask(kept)).await.unwrap().into_inner();
                let counted = reports.run_report(ask(counted)).await.unwrap().into_inner();
                assert_eq!(kept.rows, counted.rows, "{dimensions:?} {grain:?}");
                assert_eq!(kept.totals, counted.totals);
                assert_eq!(kept.totals[0].value, Some(12.0));
            }
        }
    }
}
