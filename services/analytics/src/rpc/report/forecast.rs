//! ForecastReport.

use std::collections::BTreeMap;

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{Forecast, ForecastMethod, ForecastPeriod, ForecastReportRequest, ForecastSeries};
use conventions::time::to_date;
use conventions::violations::{Violations, require};
use jiff::civil::Date;

use super::decode::Asked;
use super::run::KIND;
use super::{decode, encode};
use crate::call::Call;
use crate::domain::forecast::{self, Method};
use crate::domain::report::{Grain, Periods, Row, Subject};
use crate::error::{Error, Objection};

/// The most series that are foreseen in one call.
const MOST_SERIES: usize = 20;

pub(super) async fn forecast(call: Call, request: ForecastReportRequest) -> Result<Forecast, Error> {
    call.audience(Action::ViewReports)?;
    let mut asked = call.allowed(decode::query(request.query, &call.reading().await?)?).await?;
    let grain = foreseeable(&asked)?;
    asked.periods = whole_periods(&asked, grain).ok_or(Error::Objection(Objection::TooLittleData { missing: 1 }))?;
    let (rows, _) = call.figures(&asked).await?;
    let horizon = usize::try_from(request.horizon).unwrap_or_default();

    let histories = histories(rows);
    let foreseeing = tokio::task::spawn_blocking({
        let periods = asked.periods.clone();
        move || { histories.into_iter() }.map(|history| series(history, &periods, grain, horizon)).collect::<Vec<_>>()
    });
    let series = foreseeing.await.map_err(|error| Error::Fault(error.to_string()))?;
    let fewest = series.iter().map(|series| series.missing_periods).min().unwrap_or_default();
    if fewest > 0 {
        return Err(Error::Objection(Objection::TooLittleData { missing: fewest }));
    }
    call.log(Act::View, KIND, Vec::new(), ClassSet::only(DataClass::Fact)).await?;
    Ok(Forecast { query: Some(encode::query(&asked)), series })
}

/// The grain of a query that can be foreseen.
fn foreseeable(asked: &Asked) -> Result<Grain, Error> {
    let mut violations = Violations::default();
    violations.field("query", |violations| {
        if asked.measures.len() != 1 || asked.compared.is_some() {
            violations.field("measures", |violations| {
                violations.add(
                    "one measure is foreseen at a time, compared with nothing",
                    "一次只能预测一个指标，且不带对比",
                );
            });
        }
        if asked.measures.iter().any(|measure| measure.is_of_targets() || measure.subject() == Subject::Cohorts) {
            violations.field("measures", |violations| {
                violations.add(
                    "targets are set and cohorts end: ask for sales, customers or interactions",
                    "目标与留存无法预测，请改用销售、客户或互动指标",
                );
            });
        }
        if asked.dimensions.len() > 1 {
            violations.field("dimensions", |violations| {
                violations.add("at most one", "最多一个维度");
            });
        }
        if asked.periods.grain().is_none() {
            violations.field("grain", |violations| {
                violations.add(
                    "say in which periods: day, week, month, quarter or year",
                    "请指定时间粒度：日、周、月、季或年",
                );
            });
        }
    });
    Ok(require(violations, asked.periods.grain())?)
}

/// The periods of a query that have begun and ended within its days.
fn whole_periods(asked: &Asked, grain: Grain) -> Option<Periods> {
    let mut days = asked.periods.days();
    let next = |start: Date| start.checked_add(grain.span(1)).ok();
    if grain.start(days.first) != days.first {
        days.first = next(grain.start(days.first))?;
    }
    let last = grain.start(days.last);
    if next(last)?.yesterday().ok()? != days.last {
        days.last = last.yesterday().ok()?;
    }
    (days.first <= days.last).then(|| Periods::new(days, Some(grain))).flatten()
}

/// What was, period by period.
struct History {
    values: Vec<String>,
    figures: Vec<Option<f64>>,
}

impl History {
    fn sum(&self) -> f64 {
        self.figures.iter().flatten().sum()
    }
}

/// The histories of a report, those with the largest sums first.
fn histories(rows: Vec<Row>) -> Vec<History> {
    let mut histories: BTreeMap<Vec<String>, Vec<Option<f64>>> = BTreeMap::new();
    for row in rows {
        let figure = row.figures.first().and_then(|figure| figure.value);
        histories.entry(row.values).or_default().push(figure);
    }
    let mut histories: Vec<_> = histories.into_iter().map(|(values, figures)| History { values, figures }).collect();
    histories.sort_by(|one, other| other.sum().total_cmp(&one.sum()));
    histories.truncate(MOST_SERIES);
    histories
}

fn series(history: History, periods: &Periods, grain: Grain, horizon: usize) -> ForecastSeries {
    let empty = ForecastSeries { values: history.values, ..ForecastSeries::default() };
    // A figure that is kept back could be told from a forecast.
    let Some(figures) = history.figures.into_iter().collect::<Option<Vec<f64>>>() else { return empty };
    let foreseen = match forecast::forecast(&figures, grain.season(), horizon) {
        Ok(foreseen) => foreseen,
        Err(forecast::Error::TooLittle { have, need }) => {
            let missing_periods = i32::try_from(need.saturating_sub(have)).unwrap_or(i32::MAX);
            return ForecastSeries { missing_periods, ..empty };
        }
        Err(forecast::Error::NotFinite | forecast::Error::Season | forecast::Error::Horizon) => return empty,
    };
    let last = periods.start(periods.count().saturating_sub(1));
    let start = |ahead: usize| last?.checked_add(grain.span(i64::try_from(ahead).ok()? + 1)).ok();
    let expected = foreseen.expected.iter().enumerate().map(|(ahead, expected)| ForecastPeriod {
        period_start: start(ahead).map(to_date),
        expected: expected.value,
        low: expected.low,
        high: expected.high,
    });
    ForecastSeries {
        periods: expected.collect(),
        method: match foreseen.method {
            Method::SeasonalNaive => ForecastMethod::SeasonalNaive,
            Method::Combination => ForecastMethod::Combination,
        }
        .into(),
        seasonal_naive_error: foreseen.seasonal_naive_error,
        combination_error: foreseen.combination_error,
        ..empty
    }
}
