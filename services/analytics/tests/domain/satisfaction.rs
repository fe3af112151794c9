//! Capability A13.

use analytics::domain::activity::{Activity, Feedback, Kind};
use analytics::domain::report::{Measure, Sum};
use serde::Deserialize;
use uuid::Uuid;

use super::kept;

#[derive(Deserialize)]
struct Vector {
    scores: Vec<u8>,
    nps: Option<f64>,
}

/// The figure that feedback adds up to.
fn figure(measure: Measure, feedback: impl Iterator<Item = (Option<u8>, Option<u8>)>) -> Option<f64> {
    let mut sum = Sum::default();
    for (rating, recommendation) in feedback {
        let kind = Kind::Feedback(Feedback { channel: "phone".to_owned(), rating, recommendation });
        let (id, customer, time) = (Uuid::nil(), Uuid::nil(), clock::Instant::from_micros(0));
        let activity = Activity { id, revision: 1, customer, time, author: None, deleted: false, kind };
        for part in activity.contributions("").into_iter().filter(|it| it.measure == measure && it.dimension.is_none())
        {
            sum += part.sum;
        }
    }
    measure.figure(sum)
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        (one, other) => one == other,
    }
}

#[test]
fn a13_net_promoter_scores_are_those_computed_by_hand() {
    let vectors: Vec<Vector> = serde_json::from_slice(&std::fs::read(kept("nps_vectors.json")).unwrap()).unwrap();
    assert!(vectors.len() > 10);
    for Vector { scores, nps } in vectors {
        let points = figure(Measure::NetPromoterScore, scores.iter().map(|score| (None, Some(*score))));
        assert!(close(points, nps), "{scores:?}: {points:?}, by hand {nps:?}");
    }
}

#[test]
fn a13_ratings_of_four_and_five_count_as_satisfied() {
    let of = |measure, ratings: &[u8]| figure(measure, ratings.iter().map(|rating| (Some(*rating), None)));
    for measure in [Measure::SatisfiedPercent, Measure::AverageRating] {
        assert_eq!(of(measure, &[]), None, "no ratings: undefined, not 0");
    }
    let ratings = [1, 2, 3, 4, 5, 5, 4, 5];
    assert!(close(of(Measure::SatisfiedPercent, &ratings), Some(62.5)));
    assert!(close(of(Measure::AverageRating, &ratings), Some(3.625)));
}
