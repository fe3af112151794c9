//! How many customers buy again.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use contracts::interaction::v1::RefundTransactionRequest;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::{Dimension, ErrorReason, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, ask, day, fields, line, named, query, sale};

/// Noon of a day of 2024 in Shanghai, by its number in the year from 1.
fn noon(number: i64) -> i64 {
    1_704_081_600_000_000 + (number - 1) * DAY
}

async fn buys_on(house: &House, customer: &Customer, days: &[i64]) -> Vec<String> {
    let mut bought = Vec::new();
    for day in days {
        bought.push(house.buys(customer, sale(noon(*day), vec![line("龙井", "1", 1_000)])).await);
    }
    bought
}

fn values(figures: &[wire::Figure]) -> Vec<Option<f64>> {
    figures.iter().map(|figure| figure.value.map(f64::round)).collect()
}

on_both_engines! {
    async fn a4_the_repurchase_rate_counts_each_customer_once_in_every_period(engine) {
        let house = House::new(engine).await;
        let mut buyers = Vec::new();
        for level in ["A", "A", "B"] {
            buyers.push(house.customer(Customer { level: level.into(), ..Customer::default() }).await);
        }
        // In January the first buys twice and the second once, since all of the second purchase is paid back; in February
        // the first buys once and the third twice.
        buys_on(&house, &buyers[0], &[5, 20, 34]).await;
        let back = buys_on(&house, &buyers[1], &[10, 11]).await.remove(1);
        let refund = RefundTransactionRequest { transaction_id: back, ..Default::default() };
        house.transactions_of(&Bearer(None)).await.refund_transaction(refund).await.unwrap();
        buys_on(&house, &buyers[2], &[32, 33]).await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let spring = wire::ReportQuery { last_day: Some(day(2024, 3, 31)), ..query(&[], &[]) };
        // Noon of the first of February in Shanghai is still January in New York.
        let in_shanghai = [[Some(2.0), Some(1.0), Some(50.0)], [Some(2.0), Some(1.0), Some(50.0)]];
        let in_new_york = [[Some(3.0), Some(1.0), Some(33.0)], [Some(2.0), Some(0.0), Some(0.0)]];
        for (zone, [january, february]) in [("", in_shanghai), ("America/New_York", in_new_york)] {
            let asked = named("repurchase", wire::ReportQuery { zone: zone.into(), ..spring.clone() });
            let report = reports.run_report(asked).await.unwrap().into_inner();
            let months: Vec<_> = report.rows.iter().map(|row| values(&row.figures)).collect();
            assert_eq!(months, [january, february, [Some(0.0), Some(0.0), None]], "in the zone {zone:?}");
            assert_eq!(values(&report.totals), [Some(3.0), Some(2.0), Some(67.0)], "in the zone {zone:?}");
        }
        let measures = [Measure::BuyingCustomers, Measure::RepurchasePercent];
        let levels = house.report(wire::ReportQuery { grain: 0, ..query(&measures, &[Dimension::Level]) }).await;
        let rows: Vec<_> = levels.rows.iter().map(|row| (row.values[0].as_str(), values(&row.figures))).collect();
        assert_eq!(rows, [("A", vec![Some(2.0), Some(50.0)]), ("B", vec![Some(1.0), Some(100.0)])]);

        let months = wire::ReportQuery { grain: wire::Grain::Month.into(), ..query(&measures, &[]) };
        let request = wire::ListReportRecordsRequest {
            query: Some(months),
            measure: Measure::RepurchasePercent.into(),
            period_start: Some(day(2024, 2, 1)),
            ..Default::default()
        };
        let listed = reports.list_report_records(request).await.unwrap().into_inner();
        assert_eq!(listed.customers, [buyers[2].customer_id.clone()]);
    }

    async fn a4_who_may_not_see_what_was_bought_is_not_told_and_too_many_periods_are_refused(engine) {
        let house = House::new(engine).await;
        let (_, of_service) = house.person("service", "", Role::Service).await;
        let mut of_service = house.reports_of(&of_service).await;
        let refused = of_service.run_report(named("repurchase", query(&[], &[]))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let mut reports = house.reports_of(&Bearer(None)).await;
        let daily = wire::ReportQuery { grain: wire::Grain::Day.into(), ..query(&[Measure::RepeatCustomers], &[]) };
        assert_eq!(fields(&reports.run_report(ask(daily)).await.unwrap_err()), ["query.grain"]);
        let by_product = query(&[Measure::BuyingCustomers], &[Dimension::Product]);
        assert_eq!(fields(&reports.run_report(ask(by_product)).await.unwrap_err()), ["query.dimensions[0]"]);
    }
}
