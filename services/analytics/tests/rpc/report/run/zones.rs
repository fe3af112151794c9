//! In which zone days begin.

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use wire::Measure;

use crate::harness::{DAY, House, Reporting, day, query};

/// How many customers were created on a day of May.
fn on(report: &wire::Report, day: i32) -> Option<f64> {
    let row = report.rows.iter().find(|row| row.period_start.is_some_and(|start| (start.month, start.day) == (5, day)));
    row.and_then(|row| row.figures[0].value)
}

on_both_engines! {
    async fn days_begin_in_the_zone_of_the_tenant_or_in_that_which_is_asked(engine) {
        let house = House::new(engine).await;
        // 18:00 of 20 May in Greenwich, 2:00 of the next day in Shanghai.
        house.clock.advance(DAY * 2 / 3);
        house.customer(Customer::default()).await;
        let by_day = |zone: &str| wire::ReportQuery {
            grain: wire::Grain::Day.into(),
            first_day: Some(day(2024, 5, 19)),
            last_day: Some(day(2024, 5, 22)),
            zone: zone.into(),
            ..query(&[Measure::CreatedCustomers, Measure::StageEntries], &[])
        };
        let report = house.report(by_day("")).await;
        assert_eq!((on(&report, 20), on(&report, 21)), (Some(0.0), Some(1.0)));
        for (zone, of_20, of_21) in [("Asia/Shanghai", 0.0, 1.0), ("UTC", 1.0, 0.0), ("America/New_York", 1.0, 0.0)] {
            let report = house.report(by_day(zone)).await;
            assert_eq!((on(&report, 20), on(&report, 21)), (Some(of_20), Some(of_21)), "{zone}");
        }
    }

    async fn what_was_counted_moves_when_the_days_of_the_tenant_begin_elsewhere(engine) {
        let house = House::new(engine).await;
        house.clock.advance(DAY * 2 / 3);
        let customer = house.customer(Customer::default()).await;
        house.enter(&customer, "intent").await;
        let by_day = || wire::ReportQuery {
            grain: wire::Grain::Day.into(),
            first_day: Some(day(2024, 5, 19)),
            last_day: Some(day(2024, 5, 22)),
            ..query(&[Measure::StageEntries], &[])
        };
        assert_eq!(on(&house.report(by_day()).await, 21), Some(2.0));
        house.zones(&[("Europe/London", None), ("Asia/Shanghai", Some(day(2024, 8, 1)))]).await;
        let report = house.report(by_day()).await;
        assert_eq!((on(&report, 20), on(&report, 21)), (Some(2.0), Some(0.0)));
    }
}
