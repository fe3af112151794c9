//! How the values of a report are called.

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use tonic::Request;
use wire::{Dimension, Measure};

use crate::harness::{Bearer, House, Reporting, ask};

on_both_engines! {
    async fn a20_values_are_called_by_their_names_in_the_callers_language_when_it_asks(engine) {
        let house = House::new(engine).await;
        let li_na = house.employ("li.na").await;
        house.customer(Customer { owner: li_na.staff_id.clone(), ..Customer::default() }).await;
        house.counted().await;
        let mut reports = house.reports_of(&Bearer(None)).await;
        let mut labels = async |dimensions: [Dimension; 2], language: &str, with_labels| {
            let query = wire::ReportQuery {
                measures: vec![Measure::Customers.into()],
                dimensions: dimensions.map(i32::from).to_vec(),
                ..wire::ReportQuery::default()
            };
            let mut request = Request::new(wire::RunReportRequest { with_labels, ..ask(query) });
            request.metadata_mut().insert("accept-language", language.parse().unwrap());
            reports.run_report(request).await.unwrap().into_inner().rows.remove(0).labels
        };
        let name = li_na.display_name.as_str();
        assert_eq!(labels([Dimension::Owner, Dimension::Stage], "zh-CN", true).await, [name, "潜在客户"]);
        assert_eq!(labels([Dimension::Owner, Dimension::Stage], "en", true).await, [name, "Potential"]);
        assert_eq!(labels([Dimension::Kind, Dimension::Level], "zh-CN", true).await, ["企业", ""]);
        assert_eq!(labels([Dimension::Kind, Dimension::Level], "en", true).await, ["enterprise", ""]);
        assert_eq!(labels([Dimension::Owner, Dimension::Stage], "en", false).await, Vec::<String>::new());
    }
}
