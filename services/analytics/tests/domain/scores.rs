//! Capabilities A3 to A6: what is computed of purchases is what others published.

use std::collections::{BTreeMap, HashMap};

use analytics::domain::purchases::{History, PurchaseDay};
use analytics::domain::rfm::{Buckets, Scores};
use analytics::domain::scores::{Model, Terms};
use analytics::domain::zones::number;
use jiff::civil::{Date, date};
use serde::Deserialize;
use uuid::Uuid;

use super::kept;

/// The customers of CDNOW, which the crate of the models keeps.
const CDNOW: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/lifetime/tests/data/cdnow_sample_summary_39w.csv");

fn terms(today: i64) -> Terms {
    Terms { today, buckets: Buckets::default(), horizon_days: 180, months: 12, monthly_discount: 0.01 }
}

fn customer(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

#[derive(Deserialize)]
struct Summary {
    x: usize,
    t_x: f64,
    #[serde(rename = "T")]
    age: f64,
    zbar: f64,
}

/// Purchases that come to a published summary: the days between the first and the last do not matter.
fn history(index: usize, summary: &Summary, today: i64) -> History {
    let days = |weeks: f64| (weeks * 7.0).round() as i64;
    let first = today - days(summary.age);
    let last = first + days(summary.t_x);
    let amount = (summary.zbar * 1_000_000.0).round() as i128;
    let between = (1..summary.x as i64).map(|day| first + day);
    let repeats = between.chain((summary.x > 0).then_some(last));
    let bought = |day| PurchaseDay { day, purchases: 1, amount: amount.max(1) };
    History { customer: customer(index), days: std::iter::once(first).chain(repeats).map(bought).collect() }
}

#[test]
fn a6_the_customers_of_cdnow_have_the_published_models() {
    let today = 10_000;
    let rows: Vec<Summary> = csv::Reader::from_path(CDNOW).unwrap().into_deserialize().map(Result::unwrap).collect();
    let histories: Vec<_> = rows.iter().enumerate().map(|(index, row)| history(index, row, today)).collect();
    let model = Model::of(&histories, terms(today));
    let purchases = model.purchases.as_ref().unwrap();
    let near = |found: &[f64], expected: &[f64], apart: f64| {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= apart, "{found} is not {expected}");
        }
    };
    near(&<[f64; 4]>::from(purchases.model), &[0.2426, 4.4136, 0.7929, 2.4259], 1e-4);
    near(&[purchases.log_likelihood], &[-9582.43], 0.005);
    near(&<[f64; 3]>::from(model.spend.as_ref().unwrap().model), &[6.25, 3.74, 15.44], 0.005);
    let scores: Vec<_> = histories.iter().map(|history| model.score(history).unwrap()).collect();
    assert!(scores.iter().all(|score| score.lifetime_value.is_some_and(|value| value.is_finite() && value >= 0.0)));
    assert!(scores.iter().all(|score| score.alive.is_some_and(|alive| (0.0..=1.0).contains(&alive))));
}

#[derive(Deserialize)]
struct Order {
    customer_id: String,
    order_date: Date,
    revenue: f64,
}

#[derive(Deserialize)]
struct Published {
    customer_id: String,
    recency_score: u8,
    frequency_score: u8,
    monetary_score: u8,
}

#[test]
fn a3_orders_of_which_some_fall_on_one_day_have_the_published_scores() {
    let mut days: BTreeMap<String, BTreeMap<i64, PurchaseDay>> = BTreeMap::new();
    for order in csv::Reader::from_path(kept("orders.csv")).unwrap().into_deserialize() {
        let Order { customer_id, order_date, revenue } = order.unwrap();
        let day = number(order_date);
        let bought = days.entry(customer_id).or_default().entry(day);
        let bought = bought.or_insert(PurchaseDay { day, purchases: 0, amount: 0 });
        bought.purchases += 1;
        bought.amount += (revenue * 1_000_000.0).round() as i128;
    }
    let ids: Vec<String> = days.keys().cloned().collect();
    let histories: Vec<_> = days
        .into_values()
        .enumerate()
        .map(|(index, days)| History { customer: customer(index), days: days.into_values().collect() })
        .collect();
    let model = Model::of(&histories, terms(number(date(2006, 12, 31))));
    let scores: HashMap<String, Scores> =
        ids.into_iter().zip(histories.iter().map(|history| model.score(history).unwrap().rfm)).collect();
    for row in csv::Reader::from_path(kept("orders_rfm_expected.csv")).unwrap().into_deserialize() {
        let Published { customer_id, recency_score, frequency_score, monetary_score } = row.unwrap();
        let expected = Scores { recency: recency_score, frequency: frequency_score, monetary: monetary_score };
        assert_eq!(scores[&customer_id], expected, "{customer_id}");
    }
}

#[test]
fn a4_what_cannot_be_fitted_says_how_much_is_missing_and_the_rest_is_scored() {
    let bought = |day| PurchaseDay { day, purchases: 1, amount: 5_000_000 };
    let histories = [History { customer: customer(1), days: vec![bought(10), bought(20)] }];
    let model = Model::of(&histories, terms(30));
    for missing in [
        model.purchases.as_ref().unwrap_err(),
        model.spend.as_ref().unwrap_err(),
        model.repurchase.as_ref().unwrap_err(),
    ] {
        assert!(matches!(missing, lifetime::Error::TooLittle { .. }), "{missing}");
        assert!(missing.chinese().contains("数据不足"));
    }
    let score = model.score(&histories[0]).unwrap();
    assert_eq!((score.behaviour.recency_days, score.behaviour.frequency), (10, 2));
    assert_eq!((score.alive, score.lifetime_value, score.repurchase), (None, None, None));
    assert_eq!(histories[0].cycle_days(), Some(10.0));
}
