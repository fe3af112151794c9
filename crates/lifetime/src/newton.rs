//! Newton's method for a maximum, and what its curvature says of the precision.

use nalgebra::{Cholesky, Const, SMatrix, SVector};

/// Steps before the search is given up; a well-determined maximum takes about ten, one at infinity sixty.
const MOST_STEPS: usize = 200;
/// The longest step. All searches are over logarithms or standardised coefficients, where 2 is far.
const LONGEST_STEP: f64 = 2.0;
/// The search ends with the step that promises to gain less than this in log-likelihood. It starts within `sqrt(2e-7)`,
/// some 0.0005, standard errors of the maximum, and Newton's method squares such a distance.
const LEAST_GAIN: f64 = 1e-7;
/// A step may be halved this often before it is given up.
const MOST_HALVINGS: i32 = 40;
/// The part of the promised gain that a step must bring.
const SUFFICIENT_GAIN: f64 = 1e-4;
/// Relative rounding error of a sum over many customers: a loss below it is none.
const ROUNDING: f64 = 1e-13;
/// By how much of itself the diagonal of a curvature is raised, until it is one of a maximum.
const DAMPING: [f64; 7] = [0.0, 1e-6, 1e-4, 1e-2, 1.0, 1e2, 1e4];
/// Half the distance of the two gradients that give a column of the curvature.
const DIFFERENCE: f64 = 1e-4;

/// Where the search ended.
pub(crate) struct Maximum<const N: usize> {
    pub(crate) at: SVector<f64, N>,
    pub(crate) value: f64,
    /// The inverse of the negated curvature; none where the function is flat.
    pub(crate) covariance: Option<SMatrix<f64, N, N>>,
}

/// Climbs from `start`, with shorter steps where the function is not concave. `slope` gives value and gradient; none if
/// there is no maximum within reach.
pub(crate) fn maximise<const N: usize>(
    start: SVector<f64, N>,
    slope: impl Fn(&SVector<f64, N>) -> (f64, SVector<f64, N>),
    curvature: impl Fn(&SVector<f64, N>) -> SMatrix<f64, N, N>,
) -> Option<Maximum<N>> {
    let mut at = start;
    let (mut value, mut gradient) = slope(&at);
    for _ in 0..MOST_STEPS {
        let step = damped(-curvature(&at))?.solve(&gradient);
        let last = gradient.dot(&step) < 2.0 * LEAST_GAIN;
        let step = step.cap_magnitude(LONGEST_STEP);
        let promise = gradient.dot(&step);
        (at, value, gradient) = (0..MOST_HALVINGS).find_map(|halvings| {
            let part = 0.5_f64.powi(halvings);
            let next = at + step * part;
            let (reached, gradient) = slope(&next);
            let least = value + SUFFICIENT_GAIN * part * promise - ROUNDING * value.abs();
            (reached.is_finite() && reached >= least).then_some((next, reached, gradient))
        })?;
        if last {
            let covariance = Cholesky::new(-curvature(&at)).map(|factor| factor.inverse());
            return Some(Maximum { at, value, covariance });
        }
    }
    None
}

/// The curvature from central differences of the gradient: relative error about 1e-8.
pub(crate) fn differenced<const N: usize>(
    gradient: impl Fn(&SVector<f64, N>) -> SVector<f64, N>,
    at: &SVector<f64, N>,
) -> SMatrix<f64, N, N> {
    let columns: Vec<SVector<f64, N>> = (SMatrix::<f64, N, N>::identity() * DIFFERENCE)
        .column_iter()
        .map(|aside| (gradient(&(at + aside)) - gradient(&(at - aside))) / (2.0 * DIFFERENCE))
        .collect();
    let curvature = SMatrix::from_columns(&columns);
    (curvature + curvature.transpose()) / 2.0
}

/// The factor of a matrix whose diagonal is raised just enough to make it positive definite.
fn damped<const N: usize>(matrix: SMatrix<f64, N, N>) -> Option<Cholesky<f64, Const<N>>> {
    let diagonal = SMatrix::from_diagonal(&matrix.diagonal().abs());
    DAMPING.into_iter().find_map(|damping| Cholesky::new(matrix + diagonal * damping))
}
