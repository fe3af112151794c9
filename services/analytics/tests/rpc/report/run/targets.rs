//! Targets and what was done to reach them.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, ask, day, fields, line, money, named, query, sale};
use crate::rpc::target::{sales, set};

/// What was done, what was to be, and how much of it, of a month and a value.
fn row(report: &wire::Report, month: i32, value: &str) -> Vec<Option<f64>> {
    let is_row = |row: &&wire::ReportRow| row.values == [value] && row.period_start.unwrap().month == month;
    let row = report.rows.iter().find(is_row).unwrap_or_else(|| panic!("{value} in {report:?}"));
    row.figures.iter().map(|figure| figure.value).collect()
}

fn spring() -> wire::ReportQuery {
    wire::ReportQuery {
        first_day: Some(day(2024, 4, 1)),
        last_day: Some(day(2024, 5, 31)),
        ..wire::ReportQuery::default()
    }
}

on_both_engines! {
    async fn a10_targets_stand_beside_what_was_done_by_person_and_by_team(engine) {
        let house = House::new(engine).await;
        let (east, west) = (house.team("east", "").await, house.team("west", "").await);
        let (wang, of_wang) = house.person("wang", &east, Role::Sales).await;
        let (li, _) = house.person("li", &east, Role::Sales).await;
        let (zhao, _) = house.person("zhao", &west, Role::Sales).await;
        let now = house.clock.now().as_micros();
        let mut customers = Vec::new();
        for (staff, days, hundredths) in [(&wang, 0, 60_000), (&wang, 31, 10_000), (&li, 0, 30_000), (&zhao, 0, 5_000)] {
            let customer = house.customer(Customer { owner: staff.staff_id.clone(), ..Customer::default() }).await;
            house.buys(&customer, sale(now - days * DAY, vec![line("龙井", "1", hundredths)])).await;
            customers.push(customer.customer_id);
        }
        for target in [
            sales(&wang.staff_id, 5, 1_000),
            sales(&li.staff_id, 5, 500),
            sales(&zhao.staff_id, 5, 40),
            wire::Target { team_id: west.clone(), ..sales("", 5, 100) },
        ] {
            set(&house, target).await;
        }
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let by_owner = reports.run_report(named("targets", spring())).await.unwrap().into_inner();
        assert_eq!(row(&by_owner, 5, &wang.staff_id), [Some(600.0), Some(1_000.0), Some(60.0)]);
        assert_eq!(row(&by_owner, 4, &wang.staff_id), [Some(100.0), Some(0.0), None], "nothing was set");
        assert_eq!(row(&by_owner, 5, &zhao.staff_id), [Some(50.0), Some(40.0), Some(125.0)]);
        let target = by_owner.rows.iter().find(|row| row.values == [li.staff_id.as_str()]).unwrap();
        assert_eq!(target.figures[1].amount, Some(money("CNY", 0)));
        assert_eq!(by_owner.totals[1].value, Some(1_540.0));

        let by_team = reports.run_report(named("team_targets", spring())).await.unwrap().into_inner();
        assert_eq!(row(&by_team, 5, &east), [Some(900.0), Some(1_500.0), Some(60.0)], "what its people are to reach");
        assert_eq!(row(&by_team, 5, &west), [Some(50.0), Some(100.0), Some(50.0)], "what was set for itself");

        let mine = house.reports_of(&of_wang).await.run_report(named("team_targets", spring())).await.unwrap();
        let mine = mine.into_inner();
        assert!(mine.rows.iter().all(|row| row.values != [west.as_str()]), "another team's are not told: {mine:?}");
        // What was sold to customers of others is kept back as in any report, and how much of the target it is with it.
        let row = mine.rows.iter().find(|row| row.values == [east.as_str()] && row.period_start.unwrap().month == 5).unwrap();
        let kept_back: Vec<_> = row.figures.iter().map(|figure| figure.suppressed).collect();
        assert_eq!(kept_back, [true, false, true]);

        let request = wire::ListReportRecordsRequest {
            query: by_owner.query,
            measure: Measure::NetSalesReachedPercent.into(),
            period_start: Some(day(2024, 5, 1)),
            values: vec![wang.staff_id.clone()],
            ..Default::default()
        };
        let sold = reports.list_report_records(request).await.unwrap().into_inner().customers;
        assert_eq!(sold, customers[..1], "to whom it was sold");
    }

    async fn a10_new_customers_and_interactions_have_targets_too(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", "", Role::Sales).await;
        for _ in 0..3 {
            house.customer(Customer { owner: wang.staff_id.clone(), ..Customer::default() }).await;
        }
        let target = wire::Target {
            measure: wire::TargetMeasure::CreatedCustomers.into(),
            amount: None,
            count: 12,
            ..sales(&wang.staff_id, 5, 0)
        };
        set(&house, target).await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let grown = reports.run_report(named("growth_targets", spring())).await.unwrap().into_inner();
        assert_eq!(row(&grown, 5, &wang.staff_id), [Some(3.0), Some(12.0), Some(25.0)]);
    }

    async fn what_targets_cannot_tell_is_refused(engine) {
        let house = House::new(engine).await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let good = query(&[Measure::NetSalesTarget], &[Dimension::Owner]);
        for (query, expected) in [
            (query(&[Measure::NetSalesTarget], &[Dimension::Level]), "query.dimensions[0]"),
            (wire::ReportQuery { grain: wire::Grain::Week.into(), ..good.clone() }, "query.grain"),
            (wire::ReportQuery { first_day: Some(day(2024, 1, 2)), ..good.clone() }, "query.first_day"),
            (wire::ReportQuery { filter: "level = \"A\"".into(), ..good.clone() }, "query.filter"),
            (
                wire::ReportQuery { comparison: wire::Comparison::PreviousPeriod.into(), ..good.clone() },
                "query.comparison",
            ),
        ] {
            let refused = reports.run_report(ask(query.clone())).await.expect_err(&format!("{query:?}"));
            assert_eq!(fields(&refused), [expected], "{query:?}");
        }
        let foreseen = wire::ForecastReportRequest {
            query: Some(wire::ReportQuery { grain: wire::Grain::Month.into(), ..good }),
            horizon: 3,
        };
        let refused = reports.forecast_report(foreseen).await.unwrap_err();
        assert_eq!(fields(&refused), ["query.measures"]);
    }
}
