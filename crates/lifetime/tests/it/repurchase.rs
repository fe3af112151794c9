//! The classifier on CDNOW and on simulated customers.

use crate::cdnow::{Row, kept, rows};
use crate::simulation::examples;
use lifetime::Summary;
use lifetime::repurchase::{Classifier, Example, Feature, LEAST_OF_EACH_OUTCOME, Trained, train};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::LazyLock;

/// What is learned from customers who keep a cadence.
pub(crate) static SIMULATED: LazyLock<Trained> = LazyLock::new(|| train(&examples(5, 2_500)).unwrap());

fn cdnow() -> Vec<Example> {
    let example = |row: &Row| Example { customer: row.summary(), bought_again: row.get("hold_x") > 0.0 };
    rows(&kept("cdnow_sample_summary_39w.csv")).iter().map(example).collect()
}

/// The share of pairs of a buyer and another that `rank` puts in the right order.
fn auc(examples: &[Example], rank: impl Fn(&Summary) -> f64) -> f64 {
    let (buyers, others): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|example| example.bought_again);
    let ranks = |examples: &[&Example]| examples.iter().map(|example| rank(&example.customer)).collect::<Vec<f64>>();
    let (buyers, others) = (ranks(&buyers), ranks(&others));
    let in_order = |buyer: f64| others.iter().map(|other| (buyer.total_cmp(other) as i8 + 1) as f64 / 2.0).sum::<f64>();
    buyers.iter().map(|buyer| in_order(*buyer)).sum::<f64>() / (buyers.len() * others.len()) as f64
}

fn log_loss(classifier: &Classifier, examples: &[Example]) -> f64 {
    let loss = |example: &Example| {
        let prediction = classifier.predict(&example.customer);
        -if example.bought_again { prediction.repurchase } else { prediction.churn }.ln()
    };
    examples.iter().map(loss).sum::<f64>() / examples.len() as f64
}

#[test]
fn a4_a5_half_of_cdnow_tells_who_of_the_other_half_returns_better_than_recency_does() {
    let (even, odd): (Vec<_>, Vec<_>) = cdnow().into_iter().enumerate().partition(|(index, _)| index % 2 == 0);
    let halves = [even, odd].map(|half| half.into_iter().map(|(_, example)| example).collect::<Vec<Example>>());
    for (learned, unseen) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
        let classifier = train(learned).unwrap().classifier;
        let classified = auc(unseen, |customer| classifier.predict(customer).repurchase);
        let by_recency = auc(unseen, |customer| -Feature::Recency.of(customer));
        assert!(classified > by_recency && classified > 0.77, "{classified} over {by_recency}");
        let loss = log_loss(&classifier, unseen);
        assert!(loss < 0.49, "{loss}");
    }
}

#[test]
fn the_score_is_better_than_the_floor_and_calibrated() {
    for trained in [&train(&cdnow()).unwrap(), &*SIMULATED] {
        assert!(trained.score.log_loss < 0.85 * trained.floor.log_loss, "{trained:?}");
        assert!(trained.score.brier < 0.85 * trained.floor.brier, "{trained:?}");
        assert!(trained.score.auc > 0.74 && trained.floor.auc == 0.5, "{trained:?}");
        assert!(trained.score.calibration_error < 0.05, "{trained:?}");
        assert_eq!(trained.floor.groups.len(), 1);
    }
}

#[test]
fn the_score_told_is_the_score_met() {
    let trained = &*SIMULATED;
    let fresh = examples(6, 4_000);
    let loss = log_loss(&trained.classifier, &fresh);
    assert!((loss - trained.score.log_loss).abs() < 0.03, "{loss} instead of {}", trained.score.log_loss);
    let buyers = fresh.iter().filter(|example| example.bought_again).count() as f64;
    let predicted: f64 = fresh.iter().map(|example| trained.classifier.predict(&example.customer).repurchase).sum();
    assert!((predicted / buyers - 1.0).abs() < 0.05, "{predicted} instead of {buyers}");
}

#[test]
fn cadence_is_used_where_customers_keep_one() {
    assert!(SIMULATED.features.contains(&Feature::Overdue));
}

#[test]
fn outcomes_that_nothing_foretells_are_given_their_share() {
    let mut random = StdRng::seed_from_u64(1);
    let mut examples = cdnow();
    for example in &mut examples {
        example.bought_again = random.random_bool(0.3);
    }
    let trained = train(&examples).unwrap();
    for example in examples {
        let prediction = trained.classifier.predict(&example.customer);
        assert!((prediction.repurchase - 0.3).abs() < 0.06, "{prediction:?}");
    }
    assert!((trained.score.log_loss - trained.floor.log_loss).abs() < 0.01, "{trained:?}");
}

#[test]
fn a_silence_of_many_cycles_is_the_weightiest_reason_for_churn() {
    let classifier = &SIMULATED.classifier;
    let late = classifier.predict(&Summary::new(12, 24.0, 60.0, 30.0).unwrap());
    assert_eq!((late.reasons[0].feature, late.reasons[0].value), (Feature::Overdue, 18.0));
    assert!(late.reasons[0].log_odds < 0.0 && late.churn > 0.9 && late.usual > late.repurchase, "{late:?}");
    let on_time = classifier.predict(&Summary::new(12, 58.0, 60.0, 30.0).unwrap());
    assert!(on_time.churn < 0.2 && on_time.repurchase > on_time.usual, "{on_time:?}");
}

#[test]
fn outcomes_that_are_perfectly_separated_stay_finite() {
    let example = |bought_again| {
        let recency = if bought_again { 29.0 } else { 1.0 };
        Example { customer: Summary::new(1, recency, 30.0, 10.0).unwrap(), bought_again }
    };
    let examples = [vec![example(true); LEAST_OF_EACH_OUTCOME], vec![example(false); LEAST_OF_EACH_OUTCOME]].concat();
    let trained = train(&examples).unwrap();
    assert_eq!(trained.score.auc, 1.0);
    let prediction = trained.classifier.predict(&examples[0].customer);
    assert!(prediction.repurchase > 0.95 && prediction.repurchase < 1.0, "{prediction:?}");
    assert!(prediction.reasons.iter().all(|reason| reason.log_odds.is_finite()));
}
