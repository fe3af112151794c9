//! What holds for every model and every customer.

use crate::repurchase::SIMULATED;
use lifetime::repurchase::{Example, train};
use lifetime::{BgNbd, Error, GammaGamma, Summary, Terms, lifetime_value};
use proptest::prelude::*;

/// The least that [`magnitude`] makes.
const LEAST: f64 = 1e-4;

/// From a ten-thousandth to ten thousand, all orders of magnitude alike.
fn magnitude() -> impl Strategy<Value = f64> {
    (-4.0..4.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent))
}

fn purchases() -> impl Strategy<Value = BgNbd> {
    let a = prop_oneof![3 => magnitude(), 1 => (-1e-9..1e-9_f64).prop_map(|distance| 1.0 + distance), 1 => Just(1.0)];
    (magnitude(), magnitude(), a, magnitude()).prop_map(|(r, alpha, a, b)| BgNbd::try_from([r, alpha, a, b]).unwrap())
}

fn spend() -> impl Strategy<Value = GammaGamma> {
    [magnitude(), magnitude(), magnitude()].prop_map(|[p, q, gamma]| GammaGamma::try_from([p, 1.0 + q, gamma]).unwrap())
}

fn customer() -> impl Strategy<Value = Summary> {
    let frequency = prop_oneof![1 => Just(0), 3 => 1..20_u32, 1 => 1_000..20_000_u32];
    (frequency, 0.001..=1.0, magnitude(), magnitude()).prop_map(
        |(frequency, part, age, amount): (u32, f64, f64, f64)| {
            if frequency == 0 {
                Summary::new(0, 0.0, age, 0.0).unwrap()
            } else {
                Summary::new(frequency, part * age, age, amount).unwrap()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_probability_of_being_alive_is_one(model in purchases(), customer in customer()) {
        prop_assert!((0.0..=1.0).contains(&model.probability_alive(&customer)));
        prop_assert!(model.log_likelihood(&[customer]).is_finite());
    }

    #[test]
    fn expected_purchases_grow_with_the_horizon(
        model in purchases(), customer in customer(), near in 0.0..2.0, far in 0.0..2.0,
    ) {
        let [_, alpha, ..] = <[f64; 4]>::from(model);
        let expected = |horizon: f64| model.expected_purchases(&customer, horizon * alpha).unwrap();
        let (near, far) = (expected(near), expected(near + far));
        prop_assert!(near >= 0.0 && far.is_finite());
        prop_assert!(near <= far * (1.0 + 1e-12), "{near} before {far}");
        prop_assert_eq!(expected(0.0), 0.0);
    }

    #[test]
    fn a_value_shrinks_with_the_discount_and_grows_with_time(
        model in purchases(), spend in spend(), customer in customer(),
        periods in 0..12_u32, discount in 0.0..0.5, more in 0.0..0.5,
    ) {
        let [_, alpha, ..] = <[f64; 4]>::from(model);
        let value = |periods, discount| {
            let terms = Terms { periods, period: alpha / 12.0, discount };
            lifetime_value(&model, &spend, &customer, &terms).unwrap()
        };
        let now = value(periods, discount);
        prop_assert!(now.is_finite() && now >= 0.0);
        prop_assert!(value(periods, discount + more) <= now * (1.0 + 1e-12));
        prop_assert!(now <= value(periods + 1, discount) * (1.0 + 1e-12));
    }

    #[test]
    fn without_discount_a_value_is_purchases_times_spend(
        model in purchases(), spend in spend(), customer in customer(),
    ) {
        let [_, alpha, ..] = <[f64; 4]>::from(model);
        let terms = Terms { periods: 6, period: alpha / 6.0, discount: 0.0 };
        let value = lifetime_value(&model, &spend, &customer, &terms).unwrap();
        let expected = model.expected_purchases(&customer, alpha).unwrap() * spend.expected_average_spend(&customer);
        prop_assert!((value - expected).abs() <= 1e-9 * expected, "{value} is not {expected}");
    }

    #[test]
    fn expected_spend_lies_between_the_own_average_and_that_of_all(spend in spend(), customer in customer()) {
        let own = spend.expected_average_spend(&customer);
        let all = spend.expected_average_spend(&Summary::new(0, 0.0, 0.0, 0.0).unwrap());
        prop_assert!(own.is_finite() && own > 0.0);
        prop_assert!(spend.log_likelihood(&[customer]).is_finite());
        let more = spend.expected_average_spend(&Summary::new(5, 1.0, 1.0, all * 2.0).unwrap());
        prop_assert!(all <= more && more <= all * 2.0);
    }

    #[test]
    fn the_reasons_add_up_to_the_prediction(customer in customer()) {
        let prediction = SIMULATED.classifier.predict(&customer);
        prop_assert!((0.0..=1.0).contains(&prediction.repurchase));
        prop_assert!((prediction.repurchase + prediction.churn - 1.0).abs() < 1e-12);
        let usual = (prediction.usual / (1.0 - prediction.usual)).ln();
        let log_odds = usual + prediction.reasons.iter().map(|reason| reason.log_odds).sum::<f64>();
        prop_assert!((1.0 / (1.0 + (-log_odds).exp()) - prediction.repurchase).abs() < 1e-9);
        prop_assert!(prediction.reasons.is_sorted_by(|one, other| one.log_odds.abs() >= other.log_odds.abs()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Whatever the histories, a fit ends with finite numbers or says why not.
    #[test]
    fn a_fit_is_finite_or_refused(customers in prop::collection::vec(customer(), 40..120)) {
        match BgNbd::fit(&customers) {
            Ok(fitted) => {
                prop_assert!(fitted.log_likelihood.is_finite());
                prop_assert!(fitted.standard_errors.iter().flatten().all(|error| error.is_finite() && *error > 0.0));
                let expected = |customer| fitted.model.expected_purchases(customer, LEAST).unwrap();
                prop_assert!(customers.iter().all(|customer| expected(customer).is_finite()));
            }
            Err(error) => prop_assert!(matches!(error, Error::TooLittle { .. } | Error::NoMaximum { .. }), "{error}"),
        }
        match GammaGamma::fit(&customers) {
            Ok(fitted) => {
                let expected = |customer| fitted.model.expected_average_spend(customer);
                prop_assert!(customers.iter().all(|customer| expected(customer).is_finite()));
            }
            Err(error) => prop_assert!(!matches!(error, Error::OutOfRange { .. }), "{error}"),
        }
        let examples: Vec<Example> = customers
            .into_iter()
            .flat_map(|customer| [true, false].map(|bought_again| Example { customer, bought_again }))
            .collect();
        if let Ok(trained) = train(&examples) {
            prop_assert!(trained.score.log_loss.is_finite());
        }
    }
}
