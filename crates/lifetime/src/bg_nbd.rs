//! BG/NBD (Fader, Hardie & Lee 2005): how often a customer buys, and whether they still do.
//!
//! While alive, a customer buys at random at a rate of their own (gamma over the customers: `r`, `alpha`), and after
//! each purchase leaves for good with a probability of their own (beta over the customers: `a`, `b`). It is good for
//! counts and value. As nobody leaves before a first repeat purchase, it holds everyone who bought once to be alive:
//! ask [`crate::repurchase`] who will come back.

mod hypergeometric;
mod likelihood;

use crate::error::{Error, within};
use crate::log_odds::probability;
use crate::summary::Summary;
use hypergeometric::{MOST_TERMS, TAIL, purchases_while_alive};
use serde::{Deserialize, Serialize};

pub use likelihood::LEAST_REPEAT_CUSTOMERS;

/// A BG/NBD model, made from its parameters `[r, alpha, a, b]`, all positive; `alpha` is a time, the others are pure
/// numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 4]", into = "[f64; 4]")]
pub struct BgNbd {
    r: f64,
    alpha: f64,
    a: f64,
    b: f64,
}

impl TryFrom<[f64; 4]> for BgNbd {
    type Error = Error;

    fn try_from([r, alpha, a, b]: [f64; 4]) -> Result<Self, Error> {
        let positive = |field, value| within(field, value, "finite and above 0", |value| value > 0.0);
        Ok(Self { r: positive("r", r)?, alpha: positive("alpha", alpha)?, a: positive("a", a)?, b: positive("b", b)? })
    }
}

impl From<BgNbd> for [f64; 4] {
    fn from(BgNbd { r, alpha, a, b }: BgNbd) -> Self {
        [r, alpha, a, b]
    }
}

impl BgNbd {
    /// The probability that the customer is still a customer.
    pub fn probability_alive(&self, customer: &Summary) -> f64 {
        probability(-self.log_odds_gone(customer))
    }

    /// The purchases to be expected of the customer within `horizon` from the day of observation, in the unit of time
    /// of the summaries. For someone who buys for the first time on that day, ask with a summary of zeros.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a horizon that is negative, not finite or absurdly far.
    pub fn expected_purchases(&self, customer: &Summary, horizon: f64) -> Result<f64, Error> {
        let x = f64::from(customer.frequency);
        let share = horizon / (self.alpha + customer.age);
        let rule = "not negative, and not beyond a hundred million purchases at the customer's pace";
        within("horizon", horizon, rule, |horizon| horizon >= 0.0 && share * (self.r + x + TAIL) <= MOST_TERMS)?;
        let while_alive = purchases_while_alive(self.r + x, share, self.a, self.b + x);
        Ok(self.probability_alive(customer) * while_alive)
    }

    /// The logarithm of the odds that the customer left after the last purchase:
    /// `a / (b + x - 1) · ((alpha + T) / (alpha + t_x))^(r + x)`.
    fn log_odds_gone(&self, customer: &Summary) -> f64 {
        if customer.frequency == 0 {
            return f64::NEG_INFINITY;
        }
        let x = f64::from(customer.frequency);
        let silence = (customer.silence() / (self.alpha + customer.recency)).ln_1p();
        (self.a / (self.b + (x - 1.0))).ln() + (self.r + x) * silence
    }
}
