//! `dossier pipeline`.

use clap::Args;
use contracts::analytics::v1::{ExpectedWins, ForecastPipelineRequest, PipelineForecast, PipelineStage};
use contracts::google::r#type::Date;

use crate::command::report::day;
use crate::failure::Failure;
use crate::output::{Form, json};
use crate::phrase::phrase;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The first of the days whose moves between stages it rests on: 2026-01-31 [default: the first of the twelve months that end with the last
    /// day's]
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// The last of them [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// An AIP-160 filter of customers: level = "A" AND tags:"high_value"
    #[arg(long, default_value_t)]
    filter: String,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let Arguments { from: first_day, to: last_day, filter } = arguments;
    let request = ForecastPipelineRequest { first_day, last_day, filter };
    let forecast = session.reports().forecast_pipeline(request).await?.into_inner();
    match session.output.form() {
        Form::Json => session.output.text(&json::document(&forecast)?),
        Form::JsonLines => session.output.text(&json::line(&forecast)?),
        Form::Table | Form::Csv => print(&forecast, session),
    }
}

/// Prints a row for each stage, and for people one for all of them together.
fn print(forecast: &PipelineForecast, session: &Session) -> Result<(), Failure> {
    for stage in forecast.stages.iter().filter(|stage| stage.missing_moves > 0) {
        let missing = phrase("more moves are needed before it can be foretold", "次阶段流转后方可预测");
        eprintln!("{}: {} {}", stage.stage, stage.missing_moves, missing.of(session.language));
    }
    let header = ["stage", "customers", "moves", "won_percent", "expected", "low", "high"].map(str::to_owned);
    let mut rows: Vec<_> = forecast.stages.iter().map(row).collect();
    if let Some(total) = forecast.total.as_ref().filter(|_| session.output.form() == Form::Table) {
        let all = phrase("all", "合计").of(session.language).to_owned();
        let customers: i64 = forecast.stages.iter().map(|stage| stage.customers).sum();
        let cells = [all, customers.to_string(), String::new(), String::new()];
        rows.push(cells.into_iter().chain(said(Some(total))).collect());
    }
    session.output.rows(header.to_vec(), rows)
}

fn row(stage: &PipelineStage) -> Vec<String> {
    let won = stage.won_percent.map(|percent| format!("{percent:.1}")).unwrap_or_default();
    let cells = [stage.stage.clone(), stage.customers.to_string(), stage.moves.to_string(), won];
    cells.into_iter().chain(said(stage.wins.as_ref())).collect()
}

fn said(wins: Option<&ExpectedWins>) -> [String; 3] {
    wins.map(|wins| [wins.expected, wins.low, wins.high].map(|count| format!("{count:.1}"))).unwrap_or_default()
}
