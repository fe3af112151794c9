//! After how many entries into a stage customers were won.

use contracts::analytics::v1 as wire;
use contracts::customer::v1::{Customer, StageCategory};
use testkit::on_both_engines;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, DAY, House, Reporting, day, figures, named, query, stage};

fn values(figures: &[wire::Figure]) -> Vec<Option<f64>> {
    figures.iter().map(|figure| figure.value.map(f64::round)).collect()
}

on_both_engines! {
    async fn a9_the_conversion_counts_entries_after_which_customers_were_won(engine) {
        let house = House::new(engine).await;
        stage(&house, "signed", StageCategory::Won).await;
        let mut customers = Vec::new();
        for _ in 0..3 {
            customers.push(house.customer(Customer::default()).await);
        }
        // One comes through, one is lost and comes again, one waits; one comes in signed.
        house.enter(&customers[0], "intent").await;
        house.enter(&customers[1], "lost").await;
        house.enter(&customers[1], "potential").await;
        let signed = house.customer(Customer { stage: "signed".into(), ..Customer::default() }).await;
        house.clock.advance(20 * DAY);
        house.enter(&customers[0], "customer").await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let report = reports.run_report(named("conversion", query(&[], &[]))).await.unwrap().into_inner();
        let rows: Vec<_> = report.rows.iter().map(|row| (row.values[0].as_str(), values(&row.figures))).collect();
        assert_eq!(rows, [
            ("customer", vec![Some(1.0), Some(1.0), Some(100.0)]),
            ("intent", vec![Some(1.0), Some(1.0), Some(100.0)]),
            ("lost", vec![Some(1.0), Some(0.0), Some(0.0)]),
            ("potential", vec![Some(4.0), Some(1.0), Some(25.0)]),
            ("signed", vec![Some(1.0), Some(1.0), Some(100.0)]),
        ]);
        // The days are those of the entries: that of June came of one in May.
        let measures = [Measure::WonStageEntries, Measure::ConversionPercent];
        let may = wire::ReportQuery { last_day: Some(day(2024, 5, 31)), ..query(&measures, &[Dimension::Stage]) };
        for zone in ["", "America/New_York"] {
            let report = house.report(wire::ReportQuery { zone: zone.into(), ..may.clone() }).await;
            let won = [("intent", 1.0), ("lost", 0.0), ("potential", 1.0), ("signed", 1.0)];
            assert_eq!(figures(&report), won.map(|(stage, count)| (stage.to_owned(), Some(count))), "in {zone:?}");
        }
        let request = wire::ListReportRecordsRequest {
            query: Some(query(&measures, &[])),
            measure: Measure::ConversionPercent.into(),
            ..Default::default()
        };
        let listed = reports.list_report_records(request).await.unwrap().into_inner().customers;
        assert_eq!(listed, [customers[0].customer_id.clone(), signed.customer_id]);
    }
}
