//! Where formulas written naively overflow or cancel.

use crate::cdnow::{kept, rows};
use lifetime::{BgNbd, GammaGamma, Summary};

/// The farthest from arithmetic with 120 digits, in parts of the figure itself.
const TOLERANCE: f64 = 1e-11;

#[test]
fn thousands_of_purchases_and_a_near_one_are_as_exact_as_the_rest() {
    let cases = rows(&kept("hard_cases.csv"));
    assert_eq!(cases.len(), 30);
    for case in cases {
        let model = BgNbd::try_from(["r", "alpha", "a", "b"].map(|name| case.get(name))).unwrap();
        let customer = Summary::new(case.get("frequency") as u32, case.get("recency"), case.get("age"), 0.0).unwrap();
        let assert_near = |column: &str, actual: f64| {
            let expected = case.get(column);
            let error = (actual - expected).abs();
            assert!(
                error <= TOLERANCE * expected.abs(),
                "{column}: {actual} is not {expected} of {model:?}, {customer:?}"
            );
        };
        assert_near("log_likelihood", model.log_likelihood(&[customer]));
        assert_near("p_alive", model.probability_alive(&customer));
        assert_near("expected_purchases", model.expected_purchases(&customer, case.get("horizon")).unwrap());
    }
}

/// Computed with mpmath at 60 digits.
#[test]
fn amounts_of_thousands_of_purchases_have_an_exact_likelihood() {
    let cases = [
        ([6.25, 3.74, 15.44], 1, 0.01, -35.204_915_502_837_8),
        ([6.25, 3.74, 15.44], 5_000, 35.5, -4.022_852_613_175_448),
        ([0.3, 1.01, 2_000.0], 20_000, 1.5, -381.644_705_497_716_2),
        ([900.0, 1.5, 0.02], 3_000, 99.0, -7.213_277_888_674_566_2),
        ([6.25, 400.0, 5_000.0], 7, 80.0, -3.476_704_690_061_837),
    ];
    for (parameters, frequency, monetary, expected) in cases {
        let model = GammaGamma::try_from(parameters).unwrap();
        let actual = model.log_likelihood(&[Summary::new(frequency, 1.0, 1.0, monetary).unwrap()]);
        assert!((actual - expected).abs() <= 1e-10 * expected.abs(), "{actual} is not {expected} of {model:?}");
    }
}
