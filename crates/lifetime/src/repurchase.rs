//! Whether a customer will buy again within a time, or is lost, and why it is thought so.
//!
//! A logistic regression on recency, frequency, amount and cadence. It learns from the past: histories as they stood on
//! an earlier day, and whether a purchase followed within the time asked for. Which features and how much shrinkage
//! serve best is decided by customers left out in turn; a fifth takes no part in any decision and tells how far the
//! result is to be trusted. As the model is linear in the log-odds, a prediction is the sum of its reasons.

mod feature;
mod logistic;
mod score;
mod training;

use crate::log_odds::probability;
use crate::summary::Summary;
use serde::{Deserialize, Serialize};

pub use feature::Feature;
pub use score::{Group, Score};
pub use training::{Example, LEAST_OF_EACH_OUTCOME, Trained, train};

/// A calibrated model of repurchase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classifier {
    intercept: f64,
    terms: Vec<Term>,
}

/// A feature with its place among the customers learned from, and its weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Term {
    feature: Feature,
    mean: f64,
    deviation: f64,
    coefficient: f64,
}

/// What is expected of one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The probability that the customer buys again within the time that the model was trained for.
    pub repurchase: f64,
    /// The probability that the customer does not.
    pub churn: f64,
    /// The probability of repurchase of a customer whose features are all average.
    pub usual: f64,
    /// What sets this customer apart, the weightiest first. The log-odds of `usual` and of all reasons add up to those
    /// of `repurchase`.
    pub reasons: Vec<Reason>,
}

/// What one feature contributes to a prediction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The feature.
    pub feature: Feature,
    /// The customer's value of it.
    pub value: f64,
    /// What it adds to the log-odds of repurchase: above 0 it speaks for it, below 0 for churn.
    pub log_odds: f64,
}

impl Classifier {
    /// What is expected of a customer, from the history until today.
    pub fn predict(&self, customer: &Summary) -> Prediction {
        let reason = |term: &Term| Reason {
            feature: term.feature,
            value: term.feature.of(customer),
            log_odds: term.coefficient * term.standardised(customer),
        };
        let mut reasons: Vec<Reason> = self.terms.iter().map(reason).collect();
        reasons.sort_by(|one, other| other.log_odds.abs().total_cmp(&one.log_odds.abs()));
        let log_odds = self.log_odds(customer);
        Prediction {
            repurchase: probability(log_odds),
            churn: probability(-log_odds),
            usual: probability(self.intercept),
            reasons,
        }
    }

    fn log_odds(&self, customer: &Summary) -> f64 {
        self.intercept + self.terms.iter().map(|term| term.coefficient * term.standardised(customer)).sum::<f64>()
    }
}

impl Term {
    /// How many standard deviations the customer is from the average.
    fn standardised(&self, customer: &Summary) -> f64 {
        if self.deviation > 0.0 { (self.feature.signal(customer) - self.mean) / self.deviation } else { 0.0 }
    }
}
