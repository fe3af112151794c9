//! Logistic regression with a ridge penalty.

use crate::log_odds::{log_1p_exp, probability};
use crate::newton::maximise;
use nalgebra::{SMatrix, SVector};

/// The coefficients that make the targets (0 to 1) most likely, less the penalty `ridge / 2 · Σ coefficient²` on all
/// but the first, which is the intercept: the first entry of every row is 1. A column of zeros gets the coefficient 0.
pub(super) fn regress<const N: usize>(rows: &[(SVector<f64, N>, f64)], ridge: f64) -> Option<SVector<f64, N>> {
    let penalty: SVector<f64, N> = SVector::from_fn(|index, _| if index == 0 { 0.0 } else { ridge });
    let slope = |coefficients: &SVector<f64, N>| {
        let penalised = penalty.component_mul(coefficients);
        let mut value = -penalised.dot(coefficients) / 2.0;
        let mut gradient = -penalised;
        for (row, target) in rows {
            let log_odds = row.dot(coefficients);
            value -= log_loss(log_odds, *target);
            gradient += row * (target - probability(log_odds));
        }
        (value, gradient)
    };
    let curvature = |coefficients: &SVector<f64, N>| {
        let mut curvature = -SMatrix::from_diagonal(&penalty);
        for (row, _) in rows {
            let probability = probability(row.dot(coefficients));
            curvature.syger(probability * (probability - 1.0), row, row, 1.0);
        }
        curvature.fill_upper_triangle_with_lower_triangle();
        curvature
    };
    Some(maximise(SVector::zeros(), slope, curvature)?.at)
}

/// The negative logarithm of the likelihood of an outcome (0 to 1).
pub(super) fn log_loss(log_odds: f64, outcome: f64) -> f64 {
    log_1p_exp(log_odds) - outcome * log_odds
}
