//! The last season again.

/// The last season again, as often as it takes. Of less than a season, all of it.
pub(super) fn seasonal_naive(series: &[f64], season: usize, horizon: usize) -> Vec<f64> {
    let last = series.get(series.len().saturating_sub(season)..).unwrap_or(series);
    last.iter().copied().cycle().take(horizon).collect()
}
