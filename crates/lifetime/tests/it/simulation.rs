//! Customers who were made by the models themselves, so that the truth is known.

use lifetime::repurchase::Example;
use lifetime::{BgNbd, Fitted, GammaGamma, Summary};
use rand::{Rng, SeedableRng, rngs::StdRng};
use rand_distr::{Beta, Distribution, Exp, Gamma};

const R_ALPHA_A_B: [f64; 4] = [0.8, 6.0, 0.6, 2.5];
const P_Q_GAMMA: [f64; 3] = [4.0, 3.5, 60.0];

/// A customer from the first purchase on: days of purchase until leaving or `end`, and the mean amount of those until
/// `age`.
fn simulate(random: &mut StdRng, age: f64, end: f64) -> (Summary, Vec<f64>) {
    let [r, alpha, a, b] = R_ALPHA_A_B;
    let [p, q, gamma] = P_Q_GAMMA;
    let rate = Gamma::new(r, 1.0 / alpha).unwrap().sample(random);
    let leaves = Beta::new(a, b).unwrap().sample(random);
    let scale = Gamma::new(q, 1.0 / gamma).unwrap().sample(random);
    let mut times = Vec::new();
    let mut time = 0.0;
    loop {
        time += Exp::new(rate).unwrap().sample(random);
        if time > end {
            break;
        }
        times.push(time);
        if random.random_bool(leaves) {
            break;
        }
    }
    let until_age: Vec<f64> = times.iter().copied().take_while(|time| *time <= age).collect();
    let amounts: f64 = until_age.iter().map(|_| Gamma::new(p, 1.0 / scale).unwrap().sample(random)).sum();
    let monetary = if until_age.is_empty() { 0.0 } else { amounts / until_age.len() as f64 };
    let recency = until_age.last().copied().unwrap_or(0.0);
    (Summary::new(until_age.len() as u32, recency, age, monetary).unwrap(), times)
}

fn simulated(seed: u64, count: usize) -> Vec<Summary> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let age = random.random_range(20.0..104.0);
            simulate(&mut random, age, age).0
        })
        .collect()
}

/// Histories of two years, and whether a purchase followed within half a year.
pub(crate) fn examples(seed: u64, count: usize) -> Vec<Example> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let age = random.random_range(20.0..104.0);
            let (customer, times) = simulate(&mut random, age, age + 26.0);
            Example { customer, bought_again: times.iter().any(|time| *time > age) }
        })
        .collect()
}

/// How far each estimate is from the truth, in its own standard errors.
fn deviations<Model>(fitted: &Fitted<Model>, estimates: &[f64], truth: &[f64]) -> Vec<f64> {
    let errors = fitted.standard_errors.iter().map(|error| error.unwrap());
    estimates.iter().zip(truth).zip(errors).map(|((estimate, truth), error)| (estimate - truth) / error).collect()
}

#[test]
fn the_parameters_of_simulated_customers_are_recovered() {
    let customers = simulated(1, 4_000);
    let purchases = BgNbd::fit(&customers).unwrap();
    let spend = GammaGamma::fit(&customers).unwrap();
    let purchases = deviations(&purchases, &<[f64; 4]>::from(purchases.model), &R_ALPHA_A_B);
    let spend = deviations(&spend, &<[f64; 3]>::from(spend.model), &P_Q_GAMMA);
    for deviation in purchases.into_iter().chain(spend) {
        assert!(deviation.abs() < 3.0, "{deviation} standard errors from the truth");
    }
}

/// Over many samples, the distance from the truth in standard errors has a mean square of about 1.
#[test]
fn standard_errors_tell_how_much_estimates_scatter() {
    const SAMPLES: u64 = 30;
    let mut squares = [0.0; 4];
    for seed in 0..SAMPLES {
        let fitted = BgNbd::fit(&simulated(100 + seed, 800)).unwrap();
        let estimates = <[f64; 4]>::from(fitted.model);
        for (square, deviation) in squares.iter_mut().zip(deviations(&fitted, &estimates, &R_ALPHA_A_B)) {
            *square += deviation * deviation / SAMPLES as f64;
        }
    }
    for square in squares {
        assert!((0.5..2.0).contains(&square), "{squares:?}");
    }
}

#[test]
fn the_true_model_foresees_how_often_simulated_customers_buy() {
    let mut random = StdRng::seed_from_u64(7);
    let model = BgNbd::try_from(R_ALPHA_A_B).unwrap();
    let (mut expected, mut bought) = (0.0, 0.0);
    for _ in 0..20_000 {
        let age = random.random_range(1.0..52.0);
        let (customer, times) = simulate(&mut random, age, age + 26.0);
        expected += model.expected_purchases(&customer, 26.0).unwrap();
        bought += times.iter().filter(|time| **time > age).count() as f64;
    }
    assert!((bought / expected - 1.0_f64).abs() < 0.03, "{bought} instead of {expected}");
}
