//! How a classifier is learned, chosen, calibrated and scored.

use super::feature::Feature;
use super::logistic::{log_loss, regress};
use super::score::Score;
use super::{Classifier, Term};
use crate::error::{Error, at_least};
use crate::summary::Summary;
use nalgebra::SVector;
use serde::{Deserialize, Serialize};

/// Parts of the examples, each with its share of both outcomes. The first is held out; the others are left out in turn.
const FOLDS: usize = 5;
/// Ten customers of each outcome for each feature, when a fifth is held out.
pub const LEAST_OF_EACH_OUTCOME: usize = 10 * Feature::ALL.len() * FOLDS / (FOLDS - 1);
/// An intercept and every feature.
const COEFFICIENTS: usize = 1 + Feature::ALL.len();
/// The features to choose from, the simplest first: it wins a tie. Silence stands as it is or counted in cycles, never
/// as both, so that reasons do not speak against each other.
const FEATURE_SETS: [&[Feature]; 4] = [
    &[],
    &[Feature::Recency],
    &[Feature::Recency, Feature::Frequency, Feature::Monetary],
    &[Feature::Frequency, Feature::Monetary, Feature::Cycle, Feature::Overdue],
];
/// The penalties to choose from, of standardised coefficients.
const RIDGES: [f64; 3] = [1.0, 10.0, 100.0];
/// Leaves the calibration alone when all predictions are equal, and is else too small to matter.
const CALIBRATION_RIDGE: f64 = 1e-3;

/// A history as it stood on an earlier day, and what followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// The history until that day.
    pub customer: Summary,
    /// Whether a purchase followed within the time that the model is to speak of.
    pub bought_again: bool,
}

/// A classifier and how far it is to be trusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// The model, to be asked.
    pub classifier: Classifier,
    /// The features that it uses; without any, everyone is given the share of buyers.
    pub features: Vec<Feature>,
    /// Its score on the customers held out.
    pub score: Score,
    /// What giving everyone the share of buyers scores on them.
    pub floor: Score,
}

/// Learns from examples: the features and penalty with the least log-loss on customers left out in turn, calibrated on
/// the same predictions, scored on a fifth that was held out. Examples are dealt out in their order, which should be
/// that of the customers' ids or first purchases.
///
/// # Errors
/// [`Error::TooLittle`] below [`LEAST_OF_EACH_OUTCOME`] of either outcome, [`Error::NoMaximum`] if a feature overflows.
pub fn train(examples: &[Example]) -> Result<Trained, Error> {
    let buyers = examples.iter().filter(|example| example.bought_again).count();
    at_least(LEAST_OF_EACH_OUTCOME, buyers, "customers who bought again")?;
    at_least(LEAST_OF_EACH_OUTCOME, examples.len() - buyers, "customers who did not buy again")?;

    let [held_out, learned @ ..] = folds(examples);
    let chosen = FEATURE_SETS
        .into_iter()
        .flat_map(|features| RIDGES.map(|ridge| (features, ridge)))
        .filter_map(|(features, ridge)| Some((features, ridge, predict_left_out(&learned, features, ridge)?)))
        .min_by(|(.., one), (.., other)| total_loss(one).total_cmp(&total_loss(other)));
    let no_maximum = Error::NoMaximum { model: "logistic" };
    let (features, ridge, left_out) = chosen.ok_or(no_maximum.clone())?;

    let learned = learned.concat();
    let classifier = Classifier::learn(&learned, features, ridge)
        .and_then(|classifier| classifier.calibrated(&left_out))
        .ok_or(no_maximum.clone())?;
    let floor = Classifier::learn(&learned, &[], 1.0).ok_or(no_maximum)?;
    let score = |classifier: &Classifier| Score::of(predict(classifier, &held_out));
    Ok(Trained { score: score(&classifier), floor: score(&floor), features: features.to_vec(), classifier })
}

impl Classifier {
    fn learn(examples: &[Example], features: &[Feature], ridge: f64) -> Option<Self> {
        let mut terms: Vec<Term> = features.iter().map(|feature| Term::among(examples, *feature)).collect();
        let rows: Vec<(SVector<f64, COEFFICIENTS>, f64)> = examples
            .iter()
            .map(|Example { customer, bought_again }| {
                let signals = terms.iter().map(|term| term.standardised(customer));
                let padded = std::iter::once(1.0).chain(signals).chain(std::iter::repeat(0.0));
                (SVector::from_iterator(padded.take(COEFFICIENTS)), f64::from(*bought_again))
            })
            .collect();
        let coefficients = regress(&rows, ridge)?;
        let (intercept, coefficients) = coefficients.as_slice().split_first()?;
        for (term, coefficient) in terms.iter_mut().zip(coefficients) {
            term.coefficient = *coefficient;
        }
        Some(Self { intercept: *intercept, terms })
    }

    /// Platt's scaling: the log-odds are stretched and shifted so as to fit the outcomes of customers left out.
    /// Outcomes are taken as slightly uncertain, so that a perfect separation does not stretch them without end.
    fn calibrated(mut self, left_out: &[(f64, f64)]) -> Option<Self> {
        let buyers: f64 = left_out.iter().map(|(_, outcome)| outcome).sum();
        let others = left_out.len() as f64 - buyers;
        let (bought, did_not) = ((buyers + 1.0) / (buyers + 2.0), 1.0 / (others + 2.0));
        let rows: Vec<(SVector<f64, 2>, f64)> = left_out
            .iter()
            .map(|(log_odds, outcome)| (SVector::from([1.0, *log_odds]), if *outcome > 0.5 { bought } else { did_not }))
            .collect();
        let [shift, stretch] = regress(&rows, CALIBRATION_RIDGE)?.into();
        self.intercept = self.intercept * stretch + shift;
        for term in &mut self.terms {
            term.coefficient *= stretch;
        }
        Some(self)
    }
}

impl Term {
    /// The feature's mean and standard deviation among the examples, as yet without weight.
    fn among(examples: &[Example], feature: Feature) -> Self {
        let signals = examples.iter().map(|example| feature.signal(&example.customer));
        let count = examples.len() as f64;
        let mean = signals.clone().sum::<f64>() / count;
        let variance = signals.map(|signal| (signal - mean).powi(2)).sum::<f64>() / count;
        Self { feature, mean, deviation: variance.sqrt(), coefficient: 0.0 }
    }
}

/// Deals each outcome out in turn, so that all folds have their share of both.
fn folds(examples: &[Example]) -> [Vec<Example>; FOLDS] {
    let mut folds = [const { Vec::new() }; FOLDS];
    for outcome in [true, false] {
        let of_outcome = examples.iter().filter(|example| example.bought_again == outcome).copied();
        for (index, fold) in folds.iter_mut().enumerate() {
            fold.extend(of_outcome.clone().skip(index).step_by(FOLDS));
        }
    }
    folds
}

/// The log-odds and outcome of each example by a model that was learned from the other folds.
fn predict_left_out(folds: &[Vec<Example>], features: &[Feature], ridge: f64) -> Option<Vec<(f64, f64)>> {
    let mut predictions = Vec::new();
    for (index, left_out) in folds.iter().enumerate() {
        let others = folds.iter().enumerate().filter(|(other, _)| *other != index);
        let others: Vec<Example> = others.flat_map(|(_, fold)| fold).copied().collect();
        predictions.extend(predict(&Classifier::learn(&others, features, ridge)?, left_out));
    }
    Some(predictions)
}

fn predict(classifier: &Classifier, examples: &[Example]) -> Vec<(f64, f64)> {
    let outcome = |example: &Example| f64::from(example.bought_again);
    examples.iter().map(|example| (classifier.log_odds(&example.customer), outcome(example))).collect()
}

fn total_loss(predictions: &[(f64, f64)]) -> f64 {
    predictions.iter().map(|(log_odds, outcome)| log_loss(*log_odds, *outcome)).sum()
}
