//! What is said when data are missing, impossible or all alike.

use crate::cdnow::customers;
use lifetime::bg_nbd::LEAST_REPEAT_CUSTOMERS;
use lifetime::gamma_gamma::LEAST_SPENDERS;
use lifetime::repurchase::{Example, Feature, LEAST_OF_EACH_OUTCOME, train};
use lifetime::{BgNbd, Error, GammaGamma, MOST_PURCHASES, Summary, Terms, lifetime_value};

fn first_with_repeat_customers(count: usize) -> Vec<Summary> {
    let once = Summary::new(0, 0.0, 10.0, 0.0).unwrap();
    let repeat = customers().into_iter().filter(|customer| Feature::Frequency.of(customer) > 0.0);
    std::iter::repeat_n(once, 100).chain(repeat.take(count)).collect()
}

#[test]
fn too_few_customers_are_counted_and_the_missing_named() {
    let few = first_with_repeat_customers(12);
    let error = BgNbd::fit(&few).unwrap_err();
    assert_eq!(error.to_string(), "too little data: 12 customers who bought again of 40 needed, 28 more to come");
    let error = GammaGamma::fit(&few).unwrap_err();
    assert_eq!(
        error.to_string(),
        "too little data: 12 customers who bought again and paid of 30 needed, 18 more to come"
    );
    assert!(BgNbd::fit(&[]).is_err() && GammaGamma::fit(&[]).is_err() && train(&[]).is_err());
}

#[test]
fn just_enough_customers_are_fitted() {
    let enough = first_with_repeat_customers(LEAST_REPEAT_CUSTOMERS);
    assert_eq!(BgNbd::fit(&enough).unwrap().customers, 140);
    assert_eq!(GammaGamma::fit(&enough).unwrap().customers, LEAST_REPEAT_CUSTOMERS);
    assert!(GammaGamma::fit(&enough[..100 + LEAST_SPENDERS - 1]).is_err());
}

#[test]
fn a_classifier_needs_customers_of_both_kinds() {
    let customer = Summary::new(0, 0.0, 10.0, 0.0).unwrap();
    let example = |bought_again| Example { customer, bought_again };
    let mut examples = vec![example(true); 1_000];
    examples.extend(vec![example(false); LEAST_OF_EACH_OUTCOME - 5]);
    let error = train(&examples).unwrap_err();
    assert_eq!(error.to_string(), "too little data: 57 customers who did not buy again of 62 needed, 5 more to come");
    for example in &mut examples {
        example.bought_again = !example.bought_again;
    }
    assert!(matches!(train(&examples), Err(Error::TooLittle { what: "customers who bought again", .. })));
}

/// Nothing then tells `a` from `b`: only that leaving is rare.
#[test]
fn customers_who_never_leave_are_fitted_and_what_they_leave_open_is_said() {
    let customers: Vec<Summary> = (0..600)
        .map(|rank| {
            let frequency = f64::from(1 + rank % 40);
            Summary::new(1 + rank % 40, 50.0 * frequency / (frequency + 1.0), 50.0, 1.0).unwrap()
        })
        .collect();
    let fitted = BgNbd::fit(&customers).unwrap();
    assert!(customers.iter().all(|customer| fitted.model.probability_alive(customer) > 0.99), "{fitted:?}");
    assert_eq!(fitted.standard_errors[2..], [None, None], "{fitted:?}");
}

#[test]
fn customers_who_all_spend_alike_have_no_gamma_gamma() {
    let alike = vec![Summary::new(3, 20.0, 30.0, 99.0).unwrap(); 200];
    assert_eq!(GammaGamma::fit(&alike).unwrap_err(), Error::NoMaximum { model: "Gamma-Gamma" });
}

#[test]
fn amounts_without_an_average_are_refused() {
    let uneven: Vec<Summary> = (0..400)
        .map(|rank| Summary::new(1 + rank % 3, 20.0, 30.0, 1.0 / (1.0 - f64::from(rank) / 400.0).powi(3)).unwrap())
        .collect();
    let error = GammaGamma::fit(&uneven).unwrap_err();
    assert!(matches!(error, Error::NoAverage { q } if q < 1.0), "{error}");
}

#[test]
fn what_no_history_can_have_is_refused_by_name() {
    let field = |frequency, recency, age, monetary| match Summary::new(frequency, recency, age, monetary) {
        Err(Error::OutOfRange { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(MOST_PURCHASES + 1, 1.0, 2.0, 1.0), "frequency");
    assert_eq!(field(1, 1.0, f64::NAN, 1.0), "age");
    assert_eq!(field(0, 0.0, -1.0, 0.0), "age");
    assert_eq!(field(1, 3.0, 2.0, 1.0), "recency");
    assert_eq!(field(1, 0.0, 2.0, 1.0), "recency");
    assert_eq!(field(0, 1.0, 2.0, 0.0), "recency");
    assert_eq!(field(1, 1.0, 2.0, -1.0), "monetary");
    assert_eq!(field(0, 0.0, 2.0, 1.0), "monetary");
}

#[test]
fn what_no_model_or_question_can_have_is_refused_by_name() {
    let model = BgNbd::try_from([0.25, 4.5, 0.75, 2.5]).unwrap();
    let spend = GammaGamma::try_from([6.0, 4.0, 15.0]).unwrap();
    let customer = Summary::new(2, 10.0, 20.0, 30.0).unwrap();
    let ask =
        |periods, period, discount| lifetime_value(&model, &spend, &customer, &Terms { periods, period, discount });
    let error = model.expected_purchases(&customer, -1.0).unwrap_err();
    assert!(error.to_string().starts_with("horizon is -1; it must be not negative"), "{error}");
    for horizon in [f64::NAN, f64::INFINITY, 1e12] {
        assert!(matches!(
            model.expected_purchases(&customer, horizon),
            Err(Error::OutOfRange { field: "horizon", .. })
        ));
    }
    assert!(matches!(BgNbd::try_from([0.0, 1.0, 1.0, 1.0]), Err(Error::OutOfRange { field: "r", .. })));
    assert!(matches!(GammaGamma::try_from([1.0, 1.0, 1.0]), Err(Error::OutOfRange { field: "q", .. })));
    assert!(matches!(ask(1_201, 1.0, 0.0), Err(Error::OutOfRange { field: "periods", .. })));
    assert!(matches!(ask(12, -1.0, 0.0), Err(Error::OutOfRange { field: "period", .. })));
    assert!(matches!(ask(12, 1.0, f64::NAN), Err(Error::OutOfRange { field: "discount", .. })));
}
