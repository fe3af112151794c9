//! Capability A13.

use analytics::domain::satisfaction::{Ratings, Recommendations};
use serde::Deserialize;

use super::kept;

#[derive(Deserialize)]
struct Vector {
    scores: Vec<u8>,
    nps: Option<f64>,
    promoters: Option<u64>,
    passives: Option<u64>,
    detractors: Option<u64>,
    standard_error_points: Option<f64>,
}

#[test]
fn a13_net_promoter_scores_are_those_computed_by_hand() {
    let vectors: Vec<Vector> = serde_json::from_slice(&std::fs::read(kept("nps_vectors.json")).unwrap()).unwrap();
    assert!(vectors.len() > 10);
    for vector in vectors {
        let mut answers = Recommendations::default();
        answers.extend(vector.scores.iter().copied());
        let expected = Recommendations {
            promoters: vector.promoters.unwrap_or_default(),
            passives: vector.passives.unwrap_or_default(),
            detractors: vector.detractors.unwrap_or_default(),
        };
        assert_eq!(answers, expected);
        let score = answers.score();
        let close = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-9,
            (one, other) => one == other,
        };
        assert!(close(score.map(|score| score.points), vector.nps), "{score:?} {:?}", vector.nps);
        assert!(close(score.map(|score| score.standard_error), vector.standard_error_points), "{score:?}");
    }
}

#[test]
fn a13_ratings_of_four_and_five_count_as_satisfied() {
    let mut ratings = Ratings::default();
    assert_eq!((ratings.satisfied_percent(), ratings.mean()), (None, None), "no ratings: undefined, not 0");
    ratings.extend([1, 2, 3, 4, 5, 5, 4, 5]);
    assert_eq!((ratings.satisfied_percent(), ratings.mean()), (Some(62.5), Some(3.625)));
}
