//! A model with what its data say of it.

use crate::newton::{Maximum, differenced, maximise};
use nalgebra::SVector;
use serde::{Deserialize, Serialize};

/// The loosest standard error of a parameter's logarithm that is still told: a factor of e⁵ either way.
const LOOSEST: f64 = 5.0;

/// A model at the maximum of its likelihood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted<Model> {
    /// The model, to be asked.
    pub model: Model,
    /// One for each parameter, in the model's order; none for a parameter that the data leave open.
    pub standard_errors: Vec<Option<f64>>,
    /// The natural logarithm of the likelihood at the maximum.
    pub log_likelihood: f64,
    /// How many customers the model was fitted to.
    pub customers: usize,
}

/// Where a likelihood of positive parameters is highest: the parameters, their standard errors, the value. `slope`
/// gives the log-likelihood and its gradient; the search is over the logarithms, so that no bound can be crossed.
pub(crate) fn most_likely<const N: usize>(
    start: [f64; N],
    slope: impl Fn([f64; N]) -> (f64, SVector<f64, N>),
) -> Option<([f64; N], Vec<Option<f64>>, f64)> {
    let slope = |logarithms: &SVector<f64, N>| {
        let parameters = logarithms.map(f64::exp);
        let (value, gradient) = slope(parameters.into());
        (value, gradient.component_mul(&parameters))
    };
    let start = SVector::from(start).map(f64::ln);
    let Maximum { at, value, covariance } =
        maximise(start, slope, |logarithms| differenced(|logarithms| slope(logarithms).1, logarithms))?;
    let parameters = at.map(f64::exp);
    let deviations = covariance.map_or(SVector::repeat(f64::INFINITY), |matrix| matrix.diagonal().map(f64::sqrt));
    let standard_errors = deviations
        .iter()
        .zip(&parameters)
        .map(|(deviation, parameter)| (*deviation <= LOOSEST).then_some(deviation * parameter))
        .collect();
    Some((parameters.into(), standard_errors, value))
}

/// Holds a gradient against differences of its function, over the logarithms of the parameters.
#[cfg(test)]
pub(crate) fn assert_gradient<const N: usize>(
    parameters: [f64; N],
    slope: impl Fn([f64; N]) -> (f64, SVector<f64, N>),
) {
    const ASIDE: f64 = 1e-3;
    let gradient = slope(parameters).1;
    for index in 0..N {
        let at = |aside: f64| {
            let mut parameters = parameters;
            parameters[index] *= aside.exp();
            slope(parameters).0
        };
        let difference = (8.0 * (at(ASIDE) - at(-ASIDE)) - (at(2.0 * ASIDE) - at(-2.0 * ASIDE))) / (12.0 * ASIDE);
        let expected = gradient[index] * parameters[index];
        let tolerance = 1e-6 * expected.abs().max(1.0);
        assert!((difference - expected).abs() <= tolerance, "parameter {index}: {difference} is not {expected}");
    }
}
