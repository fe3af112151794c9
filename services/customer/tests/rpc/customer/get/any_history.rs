//! A generated history, read as of random points, against a model that knows nothing of the service.

use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_result::Outcome;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use testkit::on_both_engines;
use tonic::Code;

use crate::harness::{House, company, phone_number};
use crate::rpc::customer::{as_status, delete, move_to, undelete, update};

const CUSTOMERS: usize = 40;
const CHANGES: usize = 25;
/// Times at which all customers are read: 5,000 points on each engine.
const TIMES: usize = 125;
/// The longest time between two changes, in microseconds.
const LONGEST_PAUSE: i64 = 3_000_000;

/// What the model knows of a customer from one change to the next.
#[derive(Clone, Debug, PartialEq)]
struct Facts {
    revision: i64,
    name: String,
    remarks: String,
    level: String,
    stage: String,
    phones: Vec<String>,
    deleted: bool,
}

impl Facts {
    fn of(customer: &wire::Customer) -> Self {
        Self {
            revision: customer.revision,
            name: customer.registered_name.clone(),
            remarks: customer.remarks.clone(),
            level: customer.level.clone(),
            stage: customer.stage.clone(),
            phones: customer.contact_points.iter().map(|point| point.value.clone()).collect(),
            deleted: customer.state() == wire::CustomerState::Deleted,
        }
    }

    /// The facts after a random change that is allowed.
    fn changed(&self, random: &mut StdRng) -> Self {
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        if self.deleted {
            return Self { deleted: false, ..next };
        }
        match random.random_range(0..6) {
            0 => next.deleted = true,
            1 => next.name = format!("公司{}", self.revision),
            2 => next.remarks = format!("第{}次", self.revision),
            3 => next.level = if self.level == "A" { "B" } else { "A" }.into(),
            4 => next.stage = if self.stage == "intent" { "customer" } else { "intent" }.into(),
            _ => next.phones = vec![self.phones[0].clone(), format!("+86139{:08}", self.revision)],
        }
        next
    }
}

/// A customer and its past: the time of each change, and what was so from then on.
struct Past {
    now: wire::Customer,
    changes: Vec<(i64, Facts)>,
}

impl Past {
    fn as_of(&self, time: i64) -> Option<&Facts> {
        self.changes.iter().rev().find(|(since, _)| *since <= time).map(|(_, facts)| facts)
    }

    /// Makes the change in the service.
    async fn change(&mut self, house: &House, random: &mut StdRng) {
        let mut customers = house.customers().await;
        let (last, before) = self.changes.last().unwrap().clone();
        let next = before.changed(random);
        let now = if next.deleted {
            customers.delete_customer(delete(&self.now)).await
        } else if before.deleted {
            customers.undelete_customer(undelete(&self.now)).await
        } else if next.stage != before.stage {
            customers.change_stage(move_to(&self.now, &next.stage, "")).await
        } else {
            let sent = wire::Customer {
                registered_name: next.name.clone(),
                remarks: next.remarks.clone(),
                level: next.level.clone(),
                contact_points: next.phones.iter().map(|phone| phone_number(phone)).collect(),
                ..self.now.clone()
            };
            customers.update_customer(update(sent, &[])).await
        };
        self.now = now.unwrap().into_inner();
        // Where the clock stands still, a change is recorded a microsecond after the one before.
        self.changes.push((house.clock.now().as_micros().max(last + 1), next));
    }
}

on_both_engines! {
    async fn c48_any_customer_at_any_point_of_its_history_is_what_the_model_says(engine) {
        let house = House::new(engine).await;
        let mut random = StdRng::seed_from_u64(48);
        let start = house.clock.now().as_micros();
        let mut pasts = Vec::new();
        for index in 0..CUSTOMERS {
            house.clock.advance(random.random_range(0..LONGEST_PAUSE));
            let now = house.given(company(&format!("公司甲{index}"), "13912345678")).await;
            let facts = Facts {
                revision: 1,
                name: format!("公司甲{index}"),
                remarks: String::new(),
                level: String::new(),
                stage: "potential".into(),
                phones: vec!["+8613912345678".into()],
                deleted: false,
            };
            pasts.push(Past { now, changes: vec![(house.clock.now().as_micros(), facts)] });
        }
        for _ in 0..CHANGES {
            let pause = random.random_range(0..LONGEST_PAUSE);
            house.clock.advance(if random.random_bool(0.1) { 0 } else { pause });
            let mut seeds: Vec<_> = pasts.iter().map(|_| StdRng::seed_from_u64(random.random())).collect();
            join_all(pasts.iter_mut().zip(&mut seeds).map(|(past, seed)| past.change(&house, seed))).await;
        }

        let end = house.clock.now().as_micros() + LONGEST_PAUSE;
        let moments: Vec<_> = pasts.iter().flat_map(|past| &past.changes).map(|(since, _)| *since).collect();
        let mut customers = house.customers().await;
        let mut points = 0;
        for _ in 0..TIMES {
            // Half of the points lie where something changed, or right beside it.
            let time = match random.random_bool(0.5) {
                true => moments.choose(&mut random).unwrap() + random.random_range(-1..=1),
                false => random.random_range(start - LONGEST_PAUSE..end),
            };
            let request = wire::BatchGetCustomersRequest {
                customers: pasts.iter().map(|past| past.now.customer_id.clone()).collect(),
                as_of: Some(conventions::time::to_timestamp(clock::Instant::from_micros(time))),
            };
            let results = customers.batch_get_customers(request).await.unwrap().into_inner().results;
            for (past, result) in pasts.iter().zip(results) {
                points += 1;
                match (past.as_of(time), result.outcome.unwrap()) {
                    (Some(expected), Outcome::Customer(found)) => assert_eq!(&Facts::of(&found), expected, "at {time}"),
                    (None, outcome) => assert_eq!(as_status(&outcome).code(), Code::NotFound, "at {time}"),
                    (Some(_), Outcome::Error(error)) => panic!("at {time}: {error:?}"),
                }
            }
        }
        assert_eq!(points, CUSTOMERS * TIMES);
        let verified = house.verify_journal_of("customer").await;
        assert_eq!((verified.faults, verified.entry_count), (Vec::new(), (CUSTOMERS * (CHANGES + 1)) as i64));
    }
}
