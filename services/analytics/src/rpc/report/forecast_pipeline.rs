//! ForecastPipeline.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ExpectedWins, ForecastPipelineRequest, PipelineForecast, PipelineStage, ReportQuery};
use conventions::time::to_date;
use conventions::violations::{Violations, require};

use super::decode;
use super::run::KIND;
use crate::call::Call;
use crate::domain::pipeline::{Known, Stage, Wins, foresee};
use crate::domain::report::{Dimension, Measure};
use crate::error::Error;
use crate::store::closing_stage;
use crate::store::sums::Question;

/// What a share is in percent.
const PERCENT: f64 = 100.0;

pub(super) async fn forecast_pipeline(call: Call, request: ForecastPipelineRequest) -> Result<PipelineForecast, Error> {
    let reported = call.audience(Action::ViewReports)?;
    call.allow_on_some(Action::List)?;
    let reading = call.reading().await?;
    let mut violations = Violations::default();
    let ForecastPipelineRequest { first_day, last_day, filter } = request;
    let days = ReportQuery { first_day, last_day, ..ReportQuery::default() };
    let days = decode::days(&days, || reading.zones.day(reading.now), &mut violations);
    let filter = violations.field("filter", |violations| decode::filter(&filter, &reading, violations));
    let (days, filter) = require(violations, days.zip(filter))?;

    let database = call.service.database();
    let customers = Question {
        tenant: call.tenant(),
        measure: Measure::Customers,
        dimensions: &[Dimension::Stage],
        days,
        periods: &[days.first],
        zone: None,
        currency: None,
        filter: filter.as_ref(),
        audience: &call.listable(Measure::Customers, &reported),
    };
    let dimensions = &[Dimension::Stage, Dimension::NextStage];
    let moves = Question { measure: Measure::StageExits, dimensions, ..customers };
    let mut known = Known { endings: closing_stage::all(database, call.tenant()).await?, ..Known::default() };
    for answer in call.service.answers.read(database, reading.turn, customers).await?.iter() {
        if let [stage] = &answer.values[..] {
            *known.customers.entry(stage.clone()).or_default() += answer.sum.count;
        }
    }
    for answer in call.service.answers.read(database, reading.turn, moves).await?.iter() {
        if let [from, to] = &answer.values[..] {
            *known.moves.entry((from.clone(), to.clone())).or_default() += answer.sum.count;
        }
    }
    let pipeline = foresee(&known);
    call.log(Act::View, KIND, Vec::new(), ClassSet::only(DataClass::Fact)).await?;
    Ok(PipelineForecast {
        first_day: Some(to_date(days.first)),
        last_day: Some(to_date(days.last)),
        stages: pipeline.stages.into_iter().map(stage).collect(),
        total: Some(wins(pipeline.total)),
    })
}

fn stage(stage: Stage) -> PipelineStage {
    let Stage { stage, customers, moves, outlook } = stage;
    PipelineStage {
        stage,
        customers,
        moves,
        won_percent: outlook.map(|outlook| outlook.share * PERCENT).ok(),
        wins: outlook.map(|outlook| wins(outlook.wins)).ok(),
        missing_moves: outlook.err().unwrap_or_default(),
    }
}

fn wins(Wins { expected, low, high }: Wins) -> ExpectedWins {
    ExpectedWins { expected, low, high }
}
