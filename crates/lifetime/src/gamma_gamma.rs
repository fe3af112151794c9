//! Gamma-Gamma (Fader & Hardie 2013): how much a customer spends at a time.
//!
//! Amounts scatter about a customer's own mean (gamma with shape `p`), and the means over the customers (inverse gamma:
//! `q`, `gamma`), independently of how often they buy. A customer with few purchases is drawn towards everyone's mean.

mod log_beta;

use crate::error::{Error, at_least, within};
use crate::maximum_likelihood::{Fitted, most_likely};
use crate::summary::Summary;
use log_beta::log_beta;
use nalgebra::SVector;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::digamma;

/// Ten customers who bought again for each of the three parameters.
pub const LEAST_SPENDERS: usize = 30;

/// A Gamma-Gamma model, made from its parameters `[p, q, gamma]`; `p` and `gamma` are positive, `gamma` an amount in
/// the currency of the summaries, and `q` exceeds 1, as else the average spend is infinite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 3]", into = "[f64; 3]")]
pub struct GammaGamma {
    p: f64,
    q: f64,
    gamma: f64,
}

impl TryFrom<[f64; 3]> for GammaGamma {
    type Error = Error;

    fn try_from([p, q, gamma]: [f64; 3]) -> Result<Self, Error> {
        Ok(Self {
            p: within("p", p, "finite and above 0", |p| p > 0.0)?,
            q: within("q", q, "finite and above 1", |q| q > 1.0)?,
            gamma: within("gamma", gamma, "finite and above 0", |gamma| gamma > 0.0)?,
        })
    }
}

impl From<GammaGamma> for [f64; 3] {
    fn from(GammaGamma { p, q, gamma }: GammaGamma) -> Self {
        [p, q, gamma]
    }
}

impl GammaGamma {
    /// The model under which these average amounts are most likely; standard errors in the order `p, q, gamma`.
    /// Customers without a repeat purchase, or whose purchases were free, say nothing and are left out.
    ///
    /// # Errors
    /// [`Error::TooLittle`] below [`LEAST_SPENDERS`], [`Error::NoMaximum`] when all spend alike, [`Error::NoAverage`]
    /// when a few amounts outweigh all others.
    pub fn fit(customers: &[Summary]) -> Result<Fitted<Self>, Error> {
        let spenders: Vec<Summary> = customers.iter().filter(|customer| customer.monetary > 0.0).copied().collect();
        at_least(LEAST_SPENDERS, spenders.len(), "customers who bought again and paid")?;
        let mean = spenders.iter().map(|customer| customer.monetary).sum::<f64>() / spenders.len() as f64;
        let slope = |[p, q, gamma]: [f64; 3]| Self { p, q, gamma }.slope(&spenders);
        let ([p, q, gamma], standard_errors, log_likelihood) =
            most_likely([1.0, 2.0, mean], slope).ok_or(Error::NoMaximum { model: "Gamma-Gamma" })?;
        let model = Self::try_from([p, q, gamma]).map_err(|_| Error::NoAverage { q })?;
        Ok(Fitted { model, standard_errors, log_likelihood, customers: spenders.len() })
    }

    /// The natural logarithm of the likelihood of these customers' average amounts.
    pub fn log_likelihood(&self, customers: &[Summary]) -> f64 {
        let spenders: Vec<Summary> = customers.iter().filter(|customer| customer.monetary > 0.0).copied().collect();
        self.slope(&spenders).0
    }

    /// What the customer is expected to spend at a time; without a repeat purchase, what everyone does.
    pub fn expected_average_spend(&self, customer: &Summary) -> f64 {
        let x = f64::from(customer.frequency);
        self.p * (self.gamma + x * customer.monetary) / (self.p * x + self.q - 1.0)
    }

    /// The log-likelihood and its gradient over `p, q, gamma`.
    fn slope(&self, spenders: &[Summary]) -> (f64, SVector<f64, 3>) {
        let Self { p, q, gamma } = *self;
        let (mut value, mut gradient) = (0.0, SVector::zeros());
        let digamma_of_q = digamma(q);
        for customer in spenders {
            let x = f64::from(customer.frequency);
            let spent = x * customer.monetary;
            // The logarithms of the weights that the own amounts and those of all have: spent and gamma over their sum.
            let (own, prior) = (-(gamma / spent).ln_1p(), -(spent / gamma).ln_1p());
            value += p * x * own + q * prior - customer.monetary.ln() - log_beta(p * x, q);
            let digamma_of_both = digamma(p * x + q);
            gradient += SVector::from([
                x * (digamma_of_both - digamma(p * x) + own),
                digamma_of_both - digamma_of_q + prior,
                q / gamma - (p * x + q) / (gamma + spent),
            ]);
        }
        (value, gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maximum_likelihood::assert_gradient;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_gradient_is_the_slope_of_the_likelihood(
            parameters in proptest::array::uniform3(1e-2..1e2_f64),
            spenders in proptest::collection::vec((1..3_000_u32, 0.01..1e5_f64), 1..20),
        ) {
            let spenders: Vec<Summary> = spenders
                .into_iter()
                .map(|(frequency, amount)| Summary::new(frequency, 1.0, 1.0, amount).unwrap())
                .collect();
            assert_gradient(parameters, |[p, q, gamma]| GammaGamma { p, q, gamma }.slope(&spenders));
        }
    }
}
