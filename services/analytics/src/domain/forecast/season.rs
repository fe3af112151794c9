//! What returns with every season, as factors of the periods (classical decomposition).

/// Seasons that must have been seen before a factor is believed.
const SEASONS_SEEN: usize = 3;
/// The quantile of the normal distribution beyond which a correlation is no chance: nine of ten times.
const NO_CHANCE: f64 = 1.645;

/// The factor of each period of the season; around 1. None where the series has no season that is more than chance, or cannot be
/// told apart into factors.
pub(super) struct Season {
    factors: Vec<f64>,
}

impl Season {
    /// The season of a series.
    pub(super) fn of(series: &[f64], season: usize) -> Option<Self> {
        let positive = series.iter().all(|value| *value > 0.0);
        if season < 2 || series.len() < SEASONS_SEEN * season || !positive || !returns(series, season) {
            return None;
        }
        let mut ratios = vec![Vec::new(); season];
        for (period, value, level) in around(series, season) {
            ratios.get_mut(period % season)?.push(value / level);
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let factors: Vec<f64> = ratios.iter().map(|ratios| mean(ratios)).collect();
        let level = mean(&factors);
        let factors: Vec<f64> = factors.into_iter().map(|factor| factor / level).collect();
        factors.iter().all(|factor| factor.is_finite() && *factor > 0.0).then_some(Self { factors })
    }

    /// The series without its season.
    pub(super) fn taken_out(&self, series: &[f64]) -> Vec<f64> {
        series.iter().zip(self.factors.iter().cycle()).map(|(value, factor)| value / factor).collect()
    }

    /// What follows after so many periods, with its season again.
    pub(super) fn put_back(&self, ahead: &[f64], after: usize) -> Vec<f64> {
        let factors = self.factors.iter().cycle().skip(after % self.factors.len());
        ahead.iter().zip(factors).map(|(value, factor)| value * factor).collect()
    }
}

/// Whether the values of one season go with those of the next, more than chance would have it.
fn returns(series: &[f64], season: usize) -> bool {
    let count = series.len() as f64;
    let mean = series.iter().sum::<f64>() / count;
    let spread: f64 = series.iter().map(|value| (value - mean).powi(2)).sum();
    let correlation = |lag: usize| {
        let pairs = series.iter().zip(series.iter().skip(lag));
        pairs.map(|(one, other)| (one - mean) * (other - mean)).sum::<f64>() / spread
    };
    let between: f64 = (1..season).map(|lag| correlation(lag).powi(2)).sum();
    correlation(season).abs() > NO_CHANCE * ((1.0 + 2.0 * between) / count).sqrt()
}

/// Each period with a whole season around it: period, value, and the mean of that season. Of an even season the periods at both ends
/// count half.
fn around(series: &[f64], season: usize) -> impl Iterator<Item = (usize, f64, f64)> {
    let half = season / 2;
    series.windows(2 * half + 1).enumerate().filter_map(move |(start, window)| {
        let ends = if season.is_multiple_of(2) { 0.5 * (window.first()? + window.last()?) } else { 0.0 };
        let sum = window.iter().sum::<f64>() - ends;
        Some((start + half, *window.get(half)?, sum / season as f64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_found_taken_out_and_put_back() {
        let factors = [0.5, 1.0, 1.5, 1.0];
        let series: Vec<f64> = (0..24).map(|period| 100.0 * factors[period % 4]).collect();
        let season = Season::of(&series, 4).unwrap();
        assert!(season.taken_out(&series).iter().all(|value| (value - 100.0).abs() < 1e-9));
        let ahead = season.put_back(&[100.0; 3], 26);
        assert!(ahead.iter().zip([150.0, 100.0, 50.0]).all(|(one, other)| (one - other).abs() < 1e-9), "{ahead:?}");
    }

    #[test]
    fn what_does_not_return_is_no_season() {
        let series: Vec<f64> = (0..40).map(|period| 100.0 + f64::from(period)).collect();
        assert!(Season::of(&series, 1).is_none());
        assert!(Season::of(&series[..8], 4).is_none(), "two seasons are too few");
        assert!(Season::of(&[5.0; 40], 4).is_none(), "a level has no season");
    }
}
