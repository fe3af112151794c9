//! `dossier report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use contracts::analytics::v1::{
    Comparison, Figure, Forecast, ForecastReportRequest, Grain, RenderReportRequest, Report, ReportFormat, ReportQuery,
    RunReportRequest,
};
use contracts::google::r#type::Date;

use crate::failure::Failure;
use crate::output::{Form, code, json};
use crate::phrase::phrase;
use crate::session::Session;

/// The characters of the longest bar.
const LONGEST_BAR: f64 = 30.0;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// growth, kinds, levels, industries, sources, regions, stages, owners, teams, tags, funnel, transitions, conversion, loss_reasons, sales, sales_by_product,
    /// sales_by_owner, sales_by_team, sales_by_region, interactions, satisfaction, complaints, service, retention, repurchase, targets, team_targets,
    /// growth_targets or interaction_targets
    name: String,
    /// The first day: 2026-01-31 [default: the first of the twelve months that end with the last day's]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Into which periods the days are cut
    #[arg(long, value_enum)]
    by: Option<Unit>,
    /// With what figures are compared
    #[arg(long, value_enum)]
    compare: Option<Before>,
    /// An AIP-160 filter of customers: level = "A" AND tags:"high_value"
    #[arg(long, default_value_t)]
    filter: String,
    /// The zone in which days begin, an IANA name [default: the tenant's]
    #[arg(long, default_value_t)]
    zone: String,
    /// In which currency money is, ISO 4217 [default: that of most transactions]
    #[arg(long, value_name = "CODE", default_value_t)]
    currency: String,
    /// Foretell so many further periods of the report instead, each with the limits between which four of five lie
    #[arg(long, value_name = "PERIODS", value_parser = clap::value_parser!(i32).range(1..=60))]
    forecast: Option<i32>,
    /// Write the report to a file, as one page of HTML with charts
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the report to a file, as a workbook of XLSX
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    xlsx: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Before {
    PreviousPeriod,
    PreviousYear,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let query = ReportQuery {
        first_day: arguments.from,
        last_day: arguments.to,
        grain: arguments.by.map_or(Grain::Unspecified, Grain::from).into(),
        comparison: arguments.compare.map_or(Comparison::Unspecified, Comparison::from).into(),
        filter: arguments.filter,
        zone: arguments.zone,
        currency_code: arguments.currency,
        ..ReportQuery::default()
    };
    // Programs look for ids.
    let with_labels = session.output.form() == Form::Table;
    let report = RunReportRequest { name: arguments.name, query: Some(query), with_labels };
    for (file, format) in [(arguments.html, ReportFormat::Html), (arguments.xlsx, ReportFormat::Xlsx)] {
        let Some(file) = file else { continue };
        let request = RenderReportRequest { report: Some(report), format: format.into() };
        let rendered = session.reports().render_report(request).await?.into_inner();
        let bytes = if format == ReportFormat::Html { rendered.html.into_bytes() } else { rendered.xlsx };
        std::fs::write(&file, bytes).map_err(Failure::file(&file))?;
        return session.output.text(&file.display().to_string());
    }
    let report = session.reports().run_report(report).await?.into_inner();
    if let Some(horizon) = arguments.forecast {
        let request = ForecastReportRequest { query: report.query, horizon };
        return foretell(&session.reports().forecast_report(request).await?.into_inner(), session);
    }
    match session.output.form() {
        Form::Json => session.output.text(&json::document(&report)?),
        Form::JsonLines => session.output.text(&json::line(&report)?),
        Form::Table | Form::Csv => print(&report, session),
    }
}

/// Prints a row for each period of each series.
fn foretell(forecast: &Forecast, session: &Session) -> Result<(), Failure> {
    match session.output.form() {
        Form::Json => return session.output.text(&json::document(forecast)?),
        Form::JsonLines => return session.output.text(&json::line(forecast)?),
        Form::Table | Form::Csv => {}
    }
    let query = forecast.query.clone().unwrap_or_default();
    let mut header: Vec<_> = query.dimensions().map(|dimension| code(dimension.as_str_name(), "DIMENSION_")).collect();
    header.extend(["period_start", "expected", "low", "high"].map(str::to_owned));
    let rows = forecast.series.iter().flat_map(|series| {
        series.periods.iter().map(|period| {
            let figures = [period.expected, period.low, period.high].map(|figure| format!("{figure:.2}"));
            let start = period.period_start.as_ref().map(written).unwrap_or_default();
            series.values.iter().cloned().chain([start]).chain(figures).collect()
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    for series in forecast.series.iter().filter(|series| series.missing_periods > 0) {
        let missing = phrase("periods are missing before it can be foretold", "个周期的数据不足，无法预测");
        eprintln!("{} {} {}", series.values.join(" "), series.missing_periods, missing.of(session.language));
    }
    session.output.rows(header, rows)
}

/// Prints a row for each of the report; for people with a bar of its first figure.
fn print(report: &Report, session: &Session) -> Result<(), Failure> {
    let query = report.query.clone().unwrap_or_default();
    let for_people = session.output.form() == Form::Table;
    let compared = query.comparison() != Comparison::Unspecified;
    let mut header = Vec::new();
    if query.grain() != Grain::Unspecified {
        header.push("period_start".to_owned());
    }
    header.extend(query.dimensions().map(|dimension| code(dimension.as_str_name(), "DIMENSION_")));
    for measure in query.measures() {
        let name = code(measure.as_str_name(), "MEASURE_");
        header.push(name.clone());
        header.extend(compared.then(|| format!("{name}_before")));
    }
    let first = |figures: &[Figure]| figures.first().and_then(|figure| figure.value).unwrap_or_default();
    let largest = report.rows.iter().map(|row| first(&row.figures)).fold(0.0, f64::max);
    let rows = report.rows.iter().map(|row| {
        let period = row.period_start.as_ref().map(written);
        let values = if for_people { &row.labels } else { &row.values };
        let mut cells: Vec<String> = period.into_iter().chain(values.iter().cloned()).collect();
        for figure in &row.figures {
            cells.push(said(figure.value, figure.suppressed, session));
            if compared {
                cells.push(said(figure.compared, figure.suppressed, session));
            }
        }
        if for_people {
            cells.push(bar(first(&row.figures), largest));
        }
        cells
    });
    let rows = rows.collect();
    if for_people {
        header.push(String::new());
    }
    session.output.rows(header, rows)
}

fn said(value: Option<f64>, suppressed: bool, session: &Session) -> String {
    match value {
        _ if suppressed => phrase("kept back", "不予显示").of(session.language).to_owned(),
        None => String::new(),
        Some(whole) if whole.fract() == 0.0 => format!("{whole:.0}"),
        Some(value) => format!("{value:.2}"),
    }
}

fn bar(value: f64, largest: f64) -> String {
    let share = if largest > 0.0 { value / largest } else { 0.0 };
    "█".repeat((share * LONGEST_BAR).round() as usize)
}

fn written(day: &Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// Reads a day, written 2026-01-31.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let day: jiff::civil::Date = text.parse().map_err(|_| "write a day as 2026-01-31".to_owned())?;
    Ok(Date { year: day.year().into(), month: day.month().into(), day: day.day().into() })
}

impl From<Unit> for Grain {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Day => Self::Day,
            Unit::Week => Self::Week,
            Unit::Month => Self::Month,
            Unit::Quarter => Self::Quarter,
            Unit::Year => Self::Year,
        }
    }
}

impl From<Before> for Comparison {
    fn from(before: Before) -> Self {
        match before {
            Before::PreviousPeriod => Self::PreviousPeriod,
            Before::PreviousYear => Self::PreviousYear,
        }
    }
}
