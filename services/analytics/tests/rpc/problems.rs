//! What a refusal tells.

use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Request};
use tonic_types::StatusExt;
use wire::{Dimension, Grain, Measure};

use crate::harness::{Bearer, House, Reporting, ask, day, fields, named, query};

on_both_engines! {
    async fn what_cannot_be_asked_is_refused_field_by_field(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let good = query(&[Measure::CreatedCustomers], &[]);
        let bad: [(wire::ReportQuery, &[&str]); 11] = [
            (wire::ReportQuery { measures: vec![], ..good.clone() }, &["query.measures"]),
            (wire::ReportQuery { measures: vec![2, 2], ..good.clone() }, &["query.measures"]),
            (wire::ReportQuery { measures: vec![99], ..good.clone() }, &["query.measures[0]"]),
            (wire::ReportQuery { dimensions: vec![4, 4], ..good.clone() }, &["query.dimensions"]),
            (query(&[Measure::CreatedCustomers], &[Dimension::Level, Dimension::NextStage]), &["query.dimensions[1]"]),
            (wire::ReportQuery { grain: Grain::Day.into(), ..query(&[Measure::Customers], &[]) }, &["query.grain"]),
            (wire::ReportQuery { zone: "Mars/Olympus".into(), ..good.clone() }, &["query.zone"]),
            (wire::ReportQuery { first_day: Some(day(2025, 1, 1)), ..good.clone() }, &["query.first_day"]),
            (wire::ReportQuery { last_day: Some(day(2024, 2, 30)), ..good.clone() }, &["query.last_day"]),
            (
                wire::ReportQuery { first_day: Some(day(1900, 1, 1)), grain: Grain::Day.into(), ..good.clone() },
                &["query.grain"],
            ),
            (
                wire::ReportQuery { filter: "name = \"x\"".into(), zone: "x".into(), ..good.clone() },
                &["query.zone", "query.filter"],
            ),
        ];
        for (query, expected) in bad {
            let refused = reports.run_report(ask(query.clone())).await.expect_err(&format!("{query:?}"));
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), expected, "{query:?}");
        }
        let refused = reports.run_report(named("weather", wire::ReportQuery::default())).await.unwrap_err();
        assert_eq!(fields(&refused)[0], "name");
        assert!(refused.get_details_bad_request().unwrap().field_violations[0].description.contains("funnel"));
        let refused = reports.run_report(named("growth", good)).await.unwrap_err();
        assert_eq!(fields(&refused), ["query"]);
    }

    async fn a_report_of_too_many_rows_is_refused(engine) {
        let house = House::new(engine).await;
        for level in ["A", "B", "C", "", "A", "B"] {
            house.customer(Customer { level: level.into(), ..Customer::default() }).await;
        }
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let decade = wire::ReportQuery {
            first_day: Some(day(2015, 1, 1)),
            grain: Grain::Day.into(),
            filter: String::new(),
            ..query(&[Measure::CreatedCustomers, Measure::StageEntries], &[Dimension::Level, Dimension::Stage])
        };
        // Four levels of ten years of days are 14,612 rows; six would be too many.
        let answered = reports.run_report(ask(decade.clone())).await.unwrap().into_inner();
        assert_eq!(answered.rows.len(), 14_612);
        for level in ["A", "B"] {
            let customer = house.customer(Customer { level: level.into(), ..Customer::default() }).await;
            house.enter(&customer, "intent").await;
        }
        house.counted().await;
        let mut request = Request::new(ask(decade));
        request.metadata_mut().insert("accept-language", "zh-CN".parse().unwrap());
        let refused = reports.run_report(request).await.unwrap_err();
        let details = assert_problem(&refused, Code::InvalidArgument, ErrorReason::TooManyRows.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["most_rows"], "20000");
        assert!(details.localized_message().unwrap().message.contains("20000"));
    }
}
