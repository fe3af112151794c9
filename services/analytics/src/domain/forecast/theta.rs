//! The theta method of Assimakopoulos and Nikolopoulos, which won the M3 competition: half the trend over all, half where the
//! series, its curvature doubled, has come to.

/// Smoothing constants that are tried, in hundredths.
const CONSTANTS: std::ops::Range<u32> = 1..100;

/// The forecast of a series without season.
pub(super) fn theta(series: &[f64], horizon: usize) -> Option<Vec<f64>> {
    let (start, slope) = line(series)?;
    let trend = |period: usize| start + slope * period as f64;
    let curved: Vec<f64> = series.iter().enumerate().map(|(period, value)| 2.0 * value - trend(period)).collect();
    let level = CONSTANTS
        .filter_map(|hundredths| smooth(&curved, f64::from(hundredths) / 100.0))
        .min_by(|one, other| one.squared_error.total_cmp(&other.squared_error))?
        .level;
    Some((0..horizon).map(|ahead| 0.5 * (level + trend(series.len() + ahead))).collect())
}

struct Smoothed {
    level: f64,
    squared_error: f64,
}

/// Simple exponential smoothing.
fn smooth(series: &[f64], constant: f64) -> Option<Smoothed> {
    let (first, rest) = series.split_first()?;
    Some(rest.iter().fold(Smoothed { level: *first, squared_error: 0.0 }, |before, value| {
        let error = value - before.level;
        Smoothed { level: before.level + constant * error, squared_error: before.squared_error + error * error }
    }))
}

/// The line of least squares: its value at period 0, and its slope.
fn line(series: &[f64]) -> Option<(f64, f64)> {
    let count = series.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = series.iter().sum::<f64>() / count;
    let (mut together, mut spread) = (0.0, 0.0);
    for (period, value) in series.iter().enumerate() {
        let distance = period as f64 - middle;
        together += distance * (value - mean);
        spread += distance * distance;
    }
    (spread > 0.0).then(|| (mean - together / spread * middle, together / spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_half_as_steep_from_where_it_has_come_to() {
        let series: Vec<f64> = (0..20).map(f64::from).collect();
        let ahead = theta(&series, 3).unwrap();
        assert!(ahead.windows(2).all(|pair| (pair[1] - pair[0] - 0.5).abs() < 1e-9), "{ahead:?}");
        assert!((ahead[0] - 19.5).abs() < 0.5, "{ahead:?}");
        assert!(theta(&[1.0], 3).is_none());
    }
}
