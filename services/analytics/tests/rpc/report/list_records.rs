//! ListReportRecords.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, day, fields, query};

on_both_engines! {
    async fn a12_every_figure_is_made_of_customers_that_can_be_listed(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", &house.team("华东", "").await, Role::Sales).await;
        let mut ids = Vec::new();
        for number in 0..9 {
            let owner = if number < 6 { wang.staff_id.clone() } else { String::new() };
            let level = if number % 3 == 0 { "A" } else { "" };
            let customer = house.customer(Customer { owner, level: level.into(), ..Customer::default() }).await;
            house.clock.advance(5 * DAY);
            house.enter(&customer, "intent").await;
            ids.push(customer.customer_id);
        }
        let mut reports = house.reports_of(&Bearer(None)).await;
        let report_query = wire::ReportQuery {
            grain: wire::Grain::Month.into(),
            ..query(&[Measure::CreatedCustomers, Measure::StageEntries], &[Dimension::Level, Dimension::Owner])
        };
        for zone in ["", "America/New_York"] {
            let report = house.report(wire::ReportQuery { zone: zone.into(), ..report_query.clone() }).await;
            for row in &report.rows {
                for (measure, figure) in [Measure::CreatedCustomers, Measure::StageEntries].iter().zip(&row.figures) {
                    let request = wire::ListReportRecordsRequest {
                        query: report.query.clone(),
                        measure: (*measure).into(),
                        period_start: row.period_start,
                        values: row.values.clone(),
                        ..Default::default()
                    };
                    let listed = reports.list_report_records(request).await.unwrap().into_inner();
                    // Whoever entered two stages in a month is one customer.
                    let entered = if *measure == Measure::StageEntries { 2.0 } else { 1.0 };
                    let count = listed.customers.len() as f64;
                    assert!(count <= figure.value.unwrap() && figure.value.unwrap() <= count * entered, "{row:?}");
                }
            }
        }
        let mut everything = wire::ListReportRecordsRequest {
            query: Some(query(&[Measure::StageEntries], &[])),
            measure: Measure::StageEntries.into(),
            page_size: 4,
            ..Default::default()
        };
        let mut listed = Vec::new();
        loop {
            let page = reports.list_report_records(everything.clone()).await.unwrap().into_inner();
            listed.extend(page.customers);
            if page.next_page_token.is_empty() {
                break;
            }
            everything.page_token = page.next_page_token;
        }
        assert_eq!(listed, ids, "each once, by the time of creation");

        let mut of_wang = house.reports_of(&of_wang).await;
        everything = wire::ListReportRecordsRequest { page_size: 0, page_token: String::new(), ..everything };
        let listed = of_wang.list_report_records(everything).await.unwrap().into_inner().customers;
        assert_eq!(listed, ids[..6], "those that the caller's figures count: the pool is in none");
    }

    async fn what_no_row_has_is_refused(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let request = wire::ListReportRecordsRequest {
            query: Some(wire::ReportQuery {
                grain: wire::Grain::Month.into(),
                ..query(&[Measure::CreatedCustomers], &[Dimension::Level])
            }),
            measure: Measure::StageExits.into(),
            period_start: Some(day(2024, 5, 2)),
            ..Default::default()
        };
        let refused = reports.list_report_records(request.clone()).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["measure", "period_start", "values"]);
        let request = wire::ListReportRecordsRequest { page_token: "forged".into(), ..request };
        let refused = reports.list_report_records(request).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
    }
}
