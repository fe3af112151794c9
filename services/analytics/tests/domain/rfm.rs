//! Capability A3.

use std::collections::HashMap;

use analytics::domain::rfm::{Behaviour, Buckets, MOST_BUCKETS, Scale, Scores};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde::Deserialize;

use super::kept;

const ANALYSIS: Date = date(2006, 12, 31);

#[derive(Deserialize)]
struct Order {
    customer_id: String,
    order_date: Date,
    revenue: f64,
}

#[derive(Deserialize)]
struct Published {
    customer_id: String,
    recency_days: u32,
    transaction_count: u32,
    amount: f64,
    recency_score: u8,
    frequency_score: u8,
    monetary_score: u8,
}

fn read<T: serde::de::DeserializeOwned>(file: &str) -> Vec<T> {
    csv::Reader::from_path(kept(file)).unwrap().into_deserialize().map(Result::unwrap).collect()
}

fn behaviours() -> HashMap<String, Behaviour> {
    let mut customers = HashMap::new();
    for order in read::<Order>("orders.csv") {
        let days = u32::try_from((ANALYSIS - order.order_date).get_days()).unwrap();
        let new = Behaviour { recency_days: days, frequency: 0, monetary: 0.0 };
        let customer = customers.entry(order.customer_id).or_insert(new);
        customer.recency_days = customer.recency_days.min(days);
        customer.frequency += 1;
        customer.monetary += order.revenue;
    }
    customers
}

#[test]
fn a3_every_customer_has_the_published_scores() {
    let customers = behaviours();
    let all: Vec<Behaviour> = customers.values().copied().collect();
    let scale = Scale::of(&all, Buckets::default());
    let published = read::<Published>("orders_rfm_expected.csv");
    assert_eq!(published.len(), customers.len());
    for row in published {
        let customer = customers[&row.customer_id];
        let behaviour =
            Behaviour { recency_days: row.recency_days, frequency: row.transaction_count, monetary: row.amount };
        assert_eq!(customer, behaviour, "{}", row.customer_id);
        let expected =
            Scores { recency: row.recency_score, frequency: row.frequency_score, monetary: row.monetary_score };
        assert_eq!(scale.score(&customer), expected, "{}", row.customer_id);
    }
}

#[test]
fn a3_customers_who_are_all_alike_share_a_bucket_and_leave_the_others_empty() {
    let alike = [Behaviour { recency_days: 3, frequency: 1, monetary: 10.0 }; 50];
    let scores = Scale::of(&alike, Buckets::default()).score(&alike[0]);
    assert_eq!(scores, Scores { recency: 5, frequency: 1, monetary: 1 });
    let nobody = Scale::of(&[], Buckets::default());
    assert_eq!(nobody.score(&alike[0]), Scores { recency: 1, frequency: 1, monetary: 1 });
}

#[test]
fn a3_a_measure_has_from_two_to_ten_buckets() {
    assert!(Buckets::new(2, 10, 5).is_ok());
    for (recency, frequency, monetary) in [(1, 5, 5), (5, 11, 5), (5, 5, 0)] {
        assert!(Buckets::new(recency, frequency, monetary).is_err());
    }
}

fn any_behaviour() -> impl Strategy<Value = Behaviour> {
    (0..400_u32, 1..30_u32, 0..5_000_u32).prop_map(|(recency_days, frequency, monetary)| Behaviour {
        recency_days,
        frequency,
        monetary: f64::from(monetary) / 4.0,
    })
}

proptest! {
    #[test]
    fn a3_equal_values_score_alike_and_better_ones_never_worse(
        customers in prop::collection::vec(any_behaviour(), 1..80),
        recency in 2..=MOST_BUCKETS, frequency in 2..=MOST_BUCKETS, monetary in 2..=MOST_BUCKETS,
    ) {
        let scale = Scale::of(&customers, Buckets::new(recency, frequency, monetary).unwrap());
        for one in &customers {
            let score = scale.score(one);
            prop_assert!((1..=recency).contains(&score.recency));
            prop_assert!((1..=frequency).contains(&score.frequency));
            prop_assert!((1..=monetary).contains(&score.monetary));
            for other in &customers {
                let others = scale.score(other);
                prop_assert!(one.recency_days < other.recency_days || score.recency <= others.recency);
                prop_assert!(one.frequency > other.frequency || score.frequency <= others.frequency);
                prop_assert!(one.monetary > other.monetary || score.monetary <= others.monetary);
            }
        }
    }
}
