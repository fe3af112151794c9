//! Forecasts of what has come already: how far off they were.

use super::super::quantile::quantile;
use super::FEWEST_PERIODS;

/// How many trials there are at most.
const MOST_TRIALS: usize = 8;
/// How many periods lie between the beginnings of two trials.
const STEP: usize = 2;
/// The quantile of the errors of trials that covers what comes as often as [`super::COVERAGE`] says. It is a little more, since the
/// errors of neighbouring trials are much the same; held against published series by a test.
const QUANTILE: f64 = 0.83;

/// What a method missed by where what came is known.
pub(super) struct Trials {
    /// How far ahead, and by how much.
    errors: Vec<(usize, f64)>,
    horizon: usize,
}

impl Trials {
    /// Tries a method, given what was and how far to look ahead, at the end of a series.
    pub(super) fn of(series: &[f64], horizon: usize, method: impl Fn(&[f64], usize) -> Vec<f64>) -> Self {
        let trials =
            (1..=MOST_TRIALS).filter_map(|trial| series.split_at_checked(series.len().checked_sub(trial * STEP)?));
        let trials = trials.filter(|(past, _)| past.len() >= FEWEST_PERIODS.min(series.len() - STEP));
        let errors = trials.flat_map(|(past, came)| {
            let ahead = method(past, came.len().min(horizon));
            let errors: Vec<_> = ahead.iter().zip(came).map(|(forecast, came)| (forecast - came).abs()).collect();
            errors.into_iter().enumerate().map(|(index, error)| (index + 1, error))
        });
        Self { errors: errors.collect(), horizon }
    }

    /// What was missed on average.
    pub(super) fn mean_error(&self) -> f64 {
        self.errors.iter().map(|(_, error)| error).sum::<f64>() / self.errors.len().max(1) as f64
    }

    /// How far what comes may lie off, for each period of the horizon. Errors add up like steps of a random walk: with the root of
    /// the time.
    pub(super) fn widths(&self) -> Vec<f64> {
        let root = |ahead: usize| (ahead as f64).sqrt();
        let mut steps: Vec<f64> = self.errors.iter().map(|(ahead, error)| error / root(*ahead)).collect();
        steps.sort_by(f64::total_cmp);
        let step = quantile(&steps, QUANTILE).unwrap_or_default();
        (1..=self.horizon).map(|ahead| step * root(ahead)).collect()
    }
}
