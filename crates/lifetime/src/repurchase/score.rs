//! How good predictions were.

use super::logistic::log_loss;
use crate::log_odds::probability;
use serde::{Deserialize, Serialize};

/// Groups in which predicted and observed shares are compared.
const MOST_GROUPS: usize = 10;

/// Predictions held against what happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The mean negative logarithm of the probability given to what happened: 0 is perfect, 0.693 a tossed coin.
    pub log_loss: f64,
    /// The mean squared error of the probability: 0 is perfect, 0.25 a tossed coin.
    pub brier: f64,
    /// The probability that a customer who bought was ranked above one who did not: 1 is perfect, 0.5 chance.
    pub auc: f64,
    /// The mean distance of predicted and observed share over the groups: 0 is perfectly calibrated.
    pub calibration_error: f64,
    /// Customers in the order of their prediction, in up to ten groups, for a reliability diagram.
    pub groups: Vec<Group>,
}

/// Customers with similar predictions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many customers.
    pub customers: usize,
    /// The share of them that was predicted to buy.
    pub predicted: f64,
    /// The share of them that bought.
    pub observed: f64,
}

impl Score {
    /// The score of predicted log-odds, each with the outcome, 0 or 1. Both outcomes must occur.
    pub(super) fn of(mut predictions: Vec<(f64, f64)>) -> Self {
        predictions.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let customers = predictions.len() as f64;
        let mean = |loss: fn(f64, f64) -> f64| {
            predictions.iter().map(|(log_odds, outcome)| loss(*log_odds, *outcome)).sum::<f64>() / customers
        };
        let groups = groups(&predictions);
        let distances = groups.iter().map(|group| group.customers as f64 * (group.predicted - group.observed).abs());
        Self {
            log_loss: mean(log_loss),
            brier: mean(|log_odds, outcome| (probability(log_odds) - outcome).powi(2)),
            auc: auc(&predictions),
            calibration_error: distances.sum::<f64>() / customers,
            groups,
        }
    }
}

impl Group {
    fn of(predictions: &[(f64, f64)]) -> Self {
        let customers = predictions.len() as f64;
        Self {
            customers: predictions.len(),
            predicted: predictions.iter().map(|(log_odds, _)| probability(*log_odds)).sum::<f64>() / customers,
            observed: predictions.iter().map(|(_, outcome)| outcome).sum::<f64>() / customers,
        }
    }
}

/// Groups as equal in size as customers with the same prediction, who stay together, let them be.
fn groups(mut ascending: &[(f64, f64)]) -> Vec<Group> {
    let size = ascending.len().div_ceil(MOST_GROUPS);
    let mut groups = Vec::new();
    while let Some((highest, _)) = ascending.iter().take(size).next_back() {
        let tied = ascending.partition_point(|(log_odds, _)| log_odds.total_cmp(highest).is_le());
        let (group, above) = ascending.split_at(tied);
        groups.push(Group::of(group));
        ascending = above;
    }
    groups
}

/// The share of pairs of a buyer and another that are in the right order, ties counting half.
fn auc(ascending: &[(f64, f64)]) -> f64 {
    let (mut others_below, mut buyers, mut pairs_in_order) = (0.0, 0.0, 0.0);
    for tied in ascending.chunk_by(|(one, _), (other, _)| one == other) {
        let tied_buyers: f64 = tied.iter().map(|(_, outcome)| outcome).sum();
        let tied_others = tied.len() as f64 - tied_buyers;
        pairs_in_order += tied_buyers * (others_below + tied_others / 2.0);
        others_below += tied_others;
        buyers += tied_buyers;
    }
    pairs_in_order / (buyers * others_below)
}
