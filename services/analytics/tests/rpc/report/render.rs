//! RenderReport.

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use tonic::Request;

use crate::harness::{Bearer, House, Reporting, day, named};

on_both_engines! {
    async fn a20_a_report_is_one_page_that_needs_nothing_beside_it(engine) {
        let house = House::new(engine).await;
        for (level, count) in [("A", 3), ("B", 1)] {
            for _ in 0..count {
                house.customer(Customer { level: level.into(), ..Customer::default() }).await;
            }
        }
        house.counted().await;
        let filtered = wire::ReportQuery {
            filter: "NOT industry = \"<script>\"".into(),
            first_day: Some(day(2024, 5, 1)),
            last_day: Some(day(2024, 5, 31)),
            ..wire::ReportQuery::default()
        };
        let mut reports = house.reports_of(&Bearer(None)).await;
        for (language, title, measure) in [("en", "Customers by level", "New customers"), ("zh-CN", "客户级别分布", "新增客户数")] {
            let report = Some(named("levels", filtered.clone()));
            let mut request = Request::new(wire::RenderReportRequest { report });
            request.metadata_mut().insert("accept-language", language.parse().unwrap());
            let html = reports.render_report(request).await.unwrap().into_inner().html;
            for part in [
                format!("<html lang=\"{language}\">"),
                format!("<title>{title}</title>"),
                format!(">{measure}</h2>"),
                "<th scope=\"row\">A</th><td>3</td><td>3</td>".to_owned(),
                "role=\"img\"".to_owned(),
                "2024-05-01 – 2024-05-31".to_owned(),
                "&lt;script&gt;".to_owned(),
            ] {
                assert!(html.contains(&part), "{part} is not in {html}");
            }
            for foreign in ["http://", "https://", "<script", "<link", "url("] {
                assert!(!html.contains(foreign), "{foreign} is in {html}");
            }
        }
    }
}
