//! Fitting BG/NBD by maximum likelihood.

use super::BgNbd;
use crate::error::{Error, at_least};
use crate::log_odds::{log_1p_exp, probability};
use crate::maximum_likelihood::{Fitted, most_likely};
use crate::summary::Summary;
use nalgebra::SVector;

/// Ten customers who bought again for each of the four parameters.
pub const LEAST_REPEAT_CUSTOMERS: usize = 40;

impl BgNbd {
    /// The model under which these histories are most likely; standard errors in the order `r, alpha, a, b`.
    ///
    /// # Errors
    /// [`Error::TooLittle`] below [`LEAST_REPEAT_CUSTOMERS`], [`Error::NoMaximum`] when nothing sets customers apart.
    pub fn fit(customers: &[Summary]) -> Result<Fitted<Self>, Error> {
        let repeat_customers = customers.iter().filter(|customer| customer.frequency > 0).count();
        at_least(LEAST_REPEAT_CUSTOMERS, repeat_customers, "customers who bought again")?;
        let ordered = by_frequency(customers);
        let purchases: f64 = ordered.iter().map(|customer| f64::from(customer.frequency)).sum();
        let time: f64 = ordered.iter().map(|customer| customer.age).sum();
        let start = [1.0, time / purchases, 1.0, 1.0];
        let slope = |[r, alpha, a, b]: [f64; 4]| Self { r, alpha, a, b }.slope(&ordered);
        let (parameters, standard_errors, log_likelihood) =
            most_likely(start, slope).ok_or(Error::NoMaximum { model: "BG/NBD" })?;
        Ok(Fitted { model: parameters.try_into()?, standard_errors, log_likelihood, customers: customers.len() })
    }

    /// The natural logarithm of the likelihood of these histories.
    pub fn log_likelihood(&self, customers: &[Summary]) -> f64 {
        self.slope(&by_frequency(customers)).0
    }

    /// The log-likelihood of customers in the order of their frequency, and its gradient over `r, alpha, a, b`.
    ///
    /// Ratios of gamma functions are sums over purchases, which neither overflow nor cancel however large the
    /// parameters grow; the order lets all customers share them.
    fn slope(&self, ordered: &[Summary]) -> (f64, SVector<f64, 4>) {
        let Self { r, alpha, a, b } = *self;
        let (mut bought, mut stayed) = (0.0, 0.0);
        let (mut bought_by_r, mut stayed_by_a, mut stayed_by_b) = (0.0, 0.0, 0.0);
        let mut counted = 0;
        let (mut value, mut gradient) = (0.0, SVector::zeros());
        for customer in ordered {
            for purchase in (counted..customer.frequency).map(f64::from) {
                bought += (r + purchase).ln();
                bought_by_r += (r + purchase).recip();
                stayed -= (a / (b + purchase)).ln_1p();
                stayed_by_a -= (a + b + purchase).recip();
                stayed_by_b += a / ((b + purchase) * (a + b + purchase));
            }
            counted = customer.frequency;

            let x = f64::from(counted);
            let (until_now, until_last) = (alpha + customer.age, alpha + customer.recency);
            let log_odds_gone = self.log_odds_gone(customer);
            let observed = (customer.age / alpha).ln_1p();
            value += bought + stayed - x * until_now.ln() - r * observed + log_1p_exp(log_odds_gone);

            let gone = probability(log_odds_gone);
            let silence = (customer.silence() / until_last).ln_1p();
            let gone_by_b = if gone > 0.0 { gone / (b + (x - 1.0)) } else { 0.0 };
            gradient += SVector::from([
                bought_by_r - observed + gone * silence,
                (r * customer.age / alpha - x - gone * (r + x) * customer.silence() / until_last) / until_now,
                stayed_by_a + gone / a,
                stayed_by_b - gone_by_b,
            ]);
        }
        (value, gradient)
    }
}

fn by_frequency(customers: &[Summary]) -> Vec<Summary> {
    let mut ordered = customers.to_vec();
    ordered.sort_unstable_by_key(|customer| customer.frequency);
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maximum_likelihood::assert_gradient;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_gradient_is_the_slope_of_the_likelihood(
            parameters in proptest::array::uniform4(1e-2..1e2_f64),
            histories in proptest::collection::vec((0..3_000_u32, 0.01..1.0_f64, 0.1..500.0_f64), 1..20),
        ) {
            let customers: Vec<Summary> = histories
                .into_iter()
                .map(|(frequency, part, age)| {
                    let recency = if frequency > 0 { part * age } else { 0.0 };
                    Summary::new(frequency, recency, age, 0.0).unwrap()
                })
                .collect();
            let ordered = by_frequency(&customers);
            assert_gradient(parameters, |[r, alpha, a, b]| BgNbd { r, alpha, a, b }.slope(&ordered));
        }
    }
}
