//! The median of several methods.

use augurs::ets::AutoETS;
use augurs::mstl::MSTLModel;
use augurs::mstl::stlrs::MstlParams;
use augurs::{Fit, Predict};

use super::super::quantile::quantile;
use super::season::Season;
use super::seasonal_naive::seasonal_naive;
use super::theta::theta;

/// How many periods of the same name a changing season is smoothed over.
const CHANGING: usize = 11;
/// The same of a season that stays: more than any series has.
const STAYING: usize = 9_999;

/// The median of the methods that can be applied to the series; the last season again where none can.
pub(super) fn combination(series: &[f64], season: usize, horizon: usize) -> Vec<f64> {
    let logarithms = logarithms(series);
    let ratios = |smoothing| {
        let ahead = decomposed(logarithms.as_deref()?, season, smoothing, horizon)?;
        Some(ahead.into_iter().map(f64::exp).collect::<Vec<_>>())
    };
    let methods = [
        decomposed(series, season, CHANGING, horizon),
        decomposed(series, season, STAYING, horizon),
        ratios(CHANGING),
        ratios(STAYING),
        adjusted(series, season, horizon, theta),
        adjusted(series, season, horizon, smoothed),
    ];
    let is_finite = |ahead: &Vec<f64>| ahead.iter().all(|value| value.is_finite());
    let forecasts: Vec<Vec<f64>> = methods.into_iter().flatten().filter(is_finite).collect();
    medians(&forecasts, horizon).unwrap_or_else(|| seasonal_naive(series, season, horizon))
}

/// Exponential smoothing of what is left without the season, which loess finds and adds again.
fn decomposed(series: &[f64], season: usize, smoothing: usize, horizon: usize) -> Option<Vec<f64>> {
    if season < 2 || series.len() < 2 * season {
        return None;
    }
    let mut parameters = MstlParams::new();
    parameters.seasonal_lengths(&[smoothing]);
    let model = MSTLModel::new(vec![season], exponential_smoothing()?.into_trend_model()).mstl_params(parameters);
    Some(model.fit(series).ok()?.predict(horizon, None).ok()?.point)
}

/// Exponential smoothing of a series without season.
fn smoothed(series: &[f64], horizon: usize) -> Option<Vec<f64>> {
    Some(exponential_smoothing()?.fit(series).ok()?.predict(horizon, None).ok()?.point)
}

/// The form of exponential smoothing that the corrected information criterion prefers.
fn exponential_smoothing() -> Option<AutoETS> {
    AutoETS::new(1, "ZZN").ok()
}

/// A method for series without season, applied to one that may have one.
fn adjusted(
    series: &[f64],
    season: usize,
    horizon: usize,
    method: impl Fn(&[f64], usize) -> Option<Vec<f64>>,
) -> Option<Vec<f64>> {
    match Season::of(series, season) {
        Some(season) => Some(season.put_back(&method(&season.taken_out(series), horizon)?, series.len())),
        None => method(series, horizon),
    }
}

/// The logarithms of a series; none where it is not positive.
fn logarithms(series: &[f64]) -> Option<Vec<f64>> {
    series.iter().map(|value| (*value > 0.0).then(|| value.ln())).collect()
}

/// The median of forecasts, period by period; none of no forecasts.
fn medians(forecasts: &[Vec<f64>], horizon: usize) -> Option<Vec<f64>> {
    let median = |ahead: usize| {
        let mut values: Vec<f64> = forecasts.iter().filter_map(|forecast| forecast.get(ahead).copied()).collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, 0.5)
    };
    (0..horizon).map(median).collect()
}
