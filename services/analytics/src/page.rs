//! A report as one page of HTML that needs nothing beside it: a chart and a table of each measure; and as a workbook.

mod words;
mod workbook;

use contracts::analytics::v1::{Figure, Report, ReportQuery, ReportRow};
use contracts::google::r#type::Date;
use conventions::language::Language;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use crate::page::words::Words;
pub(crate) use crate::page::workbook::workbook;

/// The page, with places for what [`Page`] says.
const TEMPLATE: &str = include_str!("page/report.html");
/// The most bars of a chart: what is beyond stands in the table.
const MOST_BARS: usize = 60;
/// The height of a bar with its distance to the next, and the widths of labels, bars and figures. Pixels.
const BAR_HEIGHT: usize = 22;
const LABEL_WIDTH: f64 = 190.0;
const BARS_WIDTH: f64 = 420.0;
const CHART_WIDTH: f64 = 720.0;

/// What the template is filled with.
#[derive(Serialize)]
struct Page {
    language: &'static str,
    title: String,
    days: String,
    notes: Vec<String>,
    words: &'static Words,
    charts: Vec<Chart>,
    headings: Vec<String>,
    measures: Vec<&'static str>,
    has_comparison: bool,
    rows: Vec<Line>,
    totals: Vec<Cell>,
}

#[derive(Serialize)]
struct Chart {
    title: &'static str,
    height: usize,
    width: f64,
    bars: Vec<Bar>,
    left_out: usize,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    figure: String,
    label_end: f64,
    start: f64,
    end: f64,
    width: f64,
    top: usize,
    baseline: usize,
}

#[derive(Serialize)]
struct Line {
    labels: Vec<String>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    value: String,
    compared: String,
}

/// The page of a report with a name (empty for none).
///
/// # Errors
/// The template cannot be filled, a fault.
pub(crate) fn render(name: &str, report: &Report, language: Language) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("report.html", TEMPLATE)?;
    environment.get_template("report.html")?.render(page(name, report, language))
}

fn page(name: &str, report: &Report, language: Language) -> Page {
    let words = Words::of(language);
    let query = report.query.clone().unwrap_or_default();
    let measures: Vec<_> = query.measures.iter().map(|measure| words.measure(*measure)).collect();
    let charts = measures.iter().enumerate().map(|(index, title)| chart(title, index, report, words)).collect();
    let cells = |figures: &[Figure]| figures.iter().map(|figure| cell(figure, words)).collect();
    let rows = report.rows.iter().map(|row| Line { labels: labels(row, words), cells: cells(&row.figures) });
    Page {
        language: language.tag(),
        title: words.title(name),
        days: format!("{} – {}", day(query.first_day.as_ref()), day(query.last_day.as_ref())),
        notes: notes(&query, words),
        words,
        charts,
        headings: headings(&query, words),
        measures,
        has_comparison: query.comparison != 0,
        rows: rows.collect(),
        totals: cells(&report.totals),
    }
}

/// What the labels of rows are.
fn headings(query: &ReportQuery, words: &Words) -> Vec<String> {
    let period = (query.grain != 0).then(|| words.period.to_owned());
    let dimensions = query.dimensions.iter().map(|dimension| words.dimension(*dimension).to_owned());
    period.into_iter().chain(dimensions).collect()
}

fn notes(query: &ReportQuery, words: &Words) -> Vec<String> {
    let note = |word: &str, said: &str| (!said.is_empty()).then(|| format!("{word}: {said}"));
    let said = [(words.filter, &query.filter), (words.zone, &query.zone), (words.currency, &query.currency_code)];
    said.into_iter().filter_map(|(word, said)| note(word, said)).collect()
}

fn chart(title: &'static str, measure: usize, report: &Report, words: &Words) -> Chart {
    let figure = |row: &ReportRow| row.figures.get(measure).cloned().unwrap_or_default();
    let largest = report.rows.iter().filter_map(|row| figure(row).value).fold(0.0, f64::max);
    let bars = report.rows.iter().take(MOST_BARS).enumerate().map(|(index, row)| {
        let share = if largest > 0.0 { figure(row).value.unwrap_or_default() / largest } else { 0.0 };
        let top = index * BAR_HEIGHT;
        Bar {
            label: labels(row, words).join(" · "),
            figure: cell(&figure(row), words).value,
            label_end: LABEL_WIDTH - 8.0,
            start: LABEL_WIDTH,
            end: LABEL_WIDTH + share * BARS_WIDTH + 6.0,
            width: share * BARS_WIDTH,
            top,
            baseline: top + BAR_HEIGHT - 8,
        }
    });
    let bars: Vec<_> = bars.collect();
    Chart { title, height: bars.len() * BAR_HEIGHT, width: CHART_WIDTH, left_out: report.rows.len() - bars.len(), bars }
}

fn labels(row: &ReportRow, words: &Words) -> Vec<String> {
    let period = row.period_start.as_ref().map(|start| day(Some(start)));
    let values = row.labels.iter().map(|label| if label.is_empty() { words.none.to_owned() } else { label.clone() });
    let labels: Vec<String> = period.into_iter().chain(values).collect();
    if labels.is_empty() { vec![words.total.to_owned()] } else { labels }
}

fn cell(figure: &Figure, words: &Words) -> Cell {
    let said = |value: Option<f64>| match value {
        _ if figure.suppressed => words.suppressed.to_owned(),
        None => "–".to_owned(),
        Some(whole) if whole.fract() == 0.0 => format!("{whole:.0}"),
        Some(value) if figure.amount.is_some() => format!("{value:.2}"),
        Some(value) => format!("{value:.1}"),
    };
    Cell { value: said(figure.value), compared: said(figure.compared) }
}

fn day(date: Option<&Date>) -> String {
    date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).unwrap_or_default()
}
