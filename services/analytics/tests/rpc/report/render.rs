//! RenderReport.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;
use tonic::Request;

use crate::harness::{Bearer, House, Reporting, day, line, named, sale};

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
        let languages = [
            ("en", "Customers by level", "New customers", "Level A"),
            ("zh-CN", "客户级别分布", "新增客户数", "A级"),
        ];
        for (language, title, measure, level) in languages {
            let report = Some(named("levels", filtered.clone()));
            let mut request = Request::new(wire::RenderReportRequest { report, ..Default::default() });
            request.metadata_mut().insert("accept-language", language.parse().unwrap());
            let html = reports.render_report(request).await.unwrap().into_inner().html;
            for part in [
                format!("<html lang=\"{language}\">"),
                format!("<title>{title}</title>"),
                format!(">{measure}</h2>"),
                format!("<th scope=\"row\">{level}</th><td>3</td><td>3</td>"),
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

    async fn a20_a_report_is_a_workbook_whose_texts_are_never_formulas(engine) {
        let house = House::new(engine).await;
        let customer = house.customer(Customer::default()).await;
        let now = house.clock.now().as_micros();
        house.buys(&customer, sale(now, vec![line("=HYPERLINK(\"x\")", "2", 1_050), line("龙井", "1", 400)])).await;
        house.counted().await;
        let may = wire::ReportQuery {
            first_day: Some(day(2024, 5, 1)),
            last_day: Some(day(2024, 5, 31)),
            grain: wire::Grain::Month.into(),
            ..wire::ReportQuery::default()
        };
        let format = wire::ReportFormat::Xlsx.into();
        let mut request =
            Request::new(wire::RenderReportRequest { report: Some(named("sales_by_product", may)), format });
        request.metadata_mut().insert("accept-language", "zh-CN".parse().unwrap());
        let answer = house.reports_of(&Bearer(None)).await.render_report(request).await.unwrap().into_inner();
        assert_eq!(answer.html, "");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.xlsx)).unwrap();
        let sheet = book.worksheet_range("产品销售").unwrap();
        let text = |text: &str| Data::String(text.into());
        let rows: Vec<_> = sheet.rows().collect();
        assert_eq!(rows[0][..4], ["起始日期", "产品", "销售额", "销售数量"].map(text));
        // The days of workbooks are counted from the end of 1899.
        assert!(matches!(&rows[1][0], Data::DateTime(day) if day.as_f64() == 45_413.0), "{:?}", rows[1][0]);
        assert_eq!(rows[1][1..4], [text("=HYPERLINK(\"x\")"), Data::Float(10.5), Data::Float(2.0)]);
        assert_eq!(rows[2][1..4], [text("龙井"), Data::Float(4.0), Data::Float(1.0)]);
        assert_eq!((&rows[3][0], &rows[3][2]), (&text("合计"), &Data::Float(14.5)));
        let formulas = book.worksheet_formula("产品销售").unwrap();
        assert!(formulas.rows().flatten().all(String::is_empty), "{formulas:?}");
    }

    async fn days_from_before_the_calendar_of_workbooks_are_text(engine) {
        let house = House::new(engine).await;
        let query = wire::ReportQuery {
            first_day: Some(day(1899, 1, 1)),
            last_day: Some(day(1900, 12, 31)),
            grain: wire::Grain::Year.into(),
            ..wire::ReportQuery::default()
        };
        let format = wire::ReportFormat::Xlsx.into();
        let request = wire::RenderReportRequest { report: Some(named("growth", query)), format };
        let answer = house.reports_of(&Bearer(None)).await.render_report(request).await.unwrap().into_inner();
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.xlsx)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let days: Vec<_> = sheet.rows().skip(1).take(2).map(|row| row[0].clone()).collect();
        assert_eq!(days[0], Data::String("1899-01-01".into()));
        assert!(matches!(&days[1], Data::DateTime(day) if day.as_f64() == 1.0), "{days:?}");
    }
}
