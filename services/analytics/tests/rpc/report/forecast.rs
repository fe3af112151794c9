//! ForecastReport.

use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use wire::{Dimension, Grain, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, day, fields, query};

/// Weeks of a customer on Mondays, and two of level A on Fridays.
async fn weeks(house: &House, weeks: usize) {
    for _ in 0..weeks {
        house.customer(Customer::default()).await;
        house.clock.advance(4 * DAY);
        for _ in 0..2 {
            house.customer(Customer { level: "A".into(), ..Customer::default() }).await;
        }
        house.clock.advance(3 * DAY);
    }
    house.counted().await;
}

fn by_day(dimensions: &[Dimension]) -> wire::ReportQuery {
    wire::ReportQuery {
        grain: Grain::Day.into(),
        first_day: Some(day(2024, 5, 20)),
        last_day: Some(day(2024, 6, 16)),
        ..query(&[Measure::CreatedCustomers], dimensions)
    }
}

fn ahead(query: wire::ReportQuery, horizon: i32) -> wire::ForecastReportRequest {
    wire::ForecastReportRequest { query: Some(query), horizon }
}

on_both_engines! {
    async fn a7_what_came_every_week_is_expected_again(engine) {
        let house = House::new(engine).await;
        weeks(&house, 4).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let foreseen = reports.forecast_report(ahead(by_day(&[]), 7)).await.unwrap().into_inner();
        let [series] = &foreseen.series[..] else { panic!("{foreseen:?}") };
        let expected: Vec<f64> = series.periods.iter().map(|period| period.expected.round()).collect();
        assert_eq!(expected, [1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(series.periods[0].period_start, Some(day(2024, 6, 17)));
        assert!(series.periods.iter().all(|period| period.low <= period.expected && period.expected <= period.high));
        let foreseen = reports.forecast_report(ahead(by_day(&[Dimension::Level]), 7)).await.unwrap().into_inner();
        let values: Vec<_> = foreseen.series.iter().map(|series| series.values[0].as_str()).collect();
        assert_eq!(values, ["A", ""], "the larger first");
    }

    async fn a7_periods_that_are_not_over_are_left_out(engine) {
        let house = House::new(engine).await;
        weeks(&house, 13).await;
        let by_week = wire::ReportQuery {
            grain: Grain::Week.into(),
            last_day: Some(day(2024, 8, 13)),
            ..by_day(&[])
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        let refused = reports.forecast_report(ahead(by_week, 2)).await.unwrap_err();
        let details = assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TooLittleData.as_str_name());
        // A year and a half of weeks are needed; twelve were over on 13 August, a Tuesday.
        assert_eq!(details.error_info().unwrap().metadata["missing_periods"], (78 - 12).to_string());
    }

    async fn what_cannot_be_foreseen_is_refused(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let two = query(&[Measure::CreatedCustomers, Measure::StageExits], &[Dimension::Stage, Dimension::Owner]);
        let refused = reports.forecast_report(ahead(two, 3)).await.unwrap_err();
        assert_eq!(fields(&refused), ["query.measures", "query.dimensions", "query.grain"]);
        let refused = reports.forecast_report(ahead(by_day(&[]), 0)).await.unwrap_err();
        assert_eq!(fields(&refused), ["horizon"]);
    }
}
