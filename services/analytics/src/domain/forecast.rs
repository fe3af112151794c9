//! What comes next in a series of equal periods, such as the sales of months, and how sure that is.
//!
//! Two forecasts compete. The combination is the median of several methods (exponential smoothing and theta, of the series taken
//! apart in several ways), which errs less than any of them. The floor is the last season again. Both are tried at the end of the
//! series, where what came is known (rolling origins), and the floor is taken where it did clearly better. What the taken one
//! missed there is how wide its intervals are.

mod combination;
mod rolling_origins;
mod season;
mod seasonal_naive;
mod theta;

use combination::combination;
use rolling_origins::Trials;
use seasonal_naive::seasonal_naive;

/// The fewest periods that a forecast is made of.
pub const FEWEST_PERIODS: usize = 8;
/// The most periods that a forecast is made of: those before are left out.
pub const MOST_PERIODS: usize = 600;
/// The farthest that is looked ahead, in periods.
pub const FARTHEST: usize = 60;
/// The longest season, in periods.
pub const LONGEST_SEASON: usize = 60;
/// How often the interval of a forecast holds what comes.
pub const COVERAGE: f64 = 0.8;
/// The floor is taken where its errors are below this share of the combination's: what wins by little wins by chance.
const CLEARLY_BETTER: f64 = 0.85;

/// What a forecast is made by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// The last season comes again.
    SeasonalNaive,
    /// The median of exponential smoothing and theta, of the series taken apart in several ways.
    Combination,
}

/// A forecast of one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// What is expected.
    pub value: f64,
    /// What it will hardly be less than.
    pub low: f64,
    /// What it will hardly be more than: four of five times it lies between.
    pub high: f64,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Period by period, from the first after the series.
    pub expected: Vec<Expected>,
    /// The method that was taken.
    pub method: Method,
    /// What the last season again missed by in the trials, on average.
    pub seasonal_naive_error: f64,
    /// What the combination missed by in the trials, on average.
    pub combination_error: f64,
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// The series is too short to be believed.
    #[error("too little data: {have} periods of {need} needed, {} more to come", need.saturating_sub(*have))]
    TooLittle {
        /// How many periods there are.
        have: usize,
        /// How many there must be.
        need: usize,
    },
    /// A value of the series is no number.
    #[error("a value of the series is not finite")]
    NotFinite,
    /// A season that none is.
    #[error("a season must be between 1 and {LONGEST_SEASON} periods")]
    Season,
    /// A horizon that is not looked to.
    #[error("a horizon must be between 1 and {FARTHEST} periods")]
    Horizon,
}

/// Looks `horizon` periods ahead of a series whose season is so many periods long: 12 of months, 7 of days, 1 without one.
///
/// Where nothing in the series is below zero, nothing that is expected is either.
///
/// # Errors
/// The series is too short or not of numbers, or the question is out of range.
pub fn forecast(series: &[f64], season: usize, horizon: usize) -> Result<Forecast, Error> {
    if !(1..=LONGEST_SEASON).contains(&season) {
        return Err(Error::Season);
    }
    if !(1..=FARTHEST).contains(&horizon) {
        return Err(Error::Horizon);
    }
    let (have, need) = (series.len(), FEWEST_PERIODS.max(season + season / 2));
    if have < need {
        return Err(Error::TooLittle { have, need });
    }
    if !series.iter().all(|value| value.is_finite()) {
        return Err(Error::NotFinite);
    }
    let series = series.get(have.saturating_sub(MOST_PERIODS)..).unwrap_or(series);

    let naive = Trials::of(series, horizon, |past, ahead| seasonal_naive(past, season, ahead));
    let combined = Trials::of(series, horizon, |past, ahead| combination(past, season, ahead));
    let floor_is_better = naive.mean_error() < CLEARLY_BETTER * combined.mean_error();
    let (method, values, trials) = if floor_is_better {
        (Method::SeasonalNaive, seasonal_naive(series, season, horizon), &naive)
    } else {
        (Method::Combination, combination(series, season, horizon), &combined)
    };

    let lowest = if series.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let widths = trials.widths();
    let expected = values.into_iter().zip(widths).map(|(value, width)| Expected {
        value: value.max(lowest),
        low: (value - width).max(lowest),
        high: (value + width).max(lowest),
    });
    Ok(Forecast {
        expected: expected.collect(),
        method,
        seasonal_naive_error: naive.mean_error(),
        combination_error: combined.mean_error(),
    })
}
