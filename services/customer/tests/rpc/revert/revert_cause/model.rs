//! Random sequences of edits, imports and reverts, held against a model that takes back by itself.

use std::collections::BTreeMap;

use contracts::customer::v1 as wire;
use contracts::customer::v1::CustomerState;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use testkit::on_both_engines;

use super::{import, newest_cause, revert};
use crate::harness::{House, company, phone_number};
use crate::rpc::customer::{move_to, shop_id, update};

/// Steps of one sequence.
const STEPS: usize = 60;
/// Customers that are there from the start.
const CUSTOMERS: usize = 4;

/// What the model knows of a customer.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    deleted: bool,
    /// With the time at which it was entered: one that was left and entered again is another.
    stage: (String, Option<prost_types::Timestamp>),
    fields: BTreeMap<&'static str, String>,
    /// Labels by telephone number.
    points: BTreeMap<String, String>,
}

/// A change of a customer: none before for its creation.
struct Change {
    cause: String,
    customer: usize,
    before: Option<Known>,
    after: Known,
}

struct World {
    house: House,
    random: StdRng,
    ids: Vec<String>,
    known: Vec<Known>,
    changes: Vec<Change>,
    causes: Vec<String>,
    next_phone: u64,
}

fn known(customer: &wire::Customer) -> Known {
    let fields = [("level", &customer.level), ("industry", &customer.industry), ("remarks", &customer.remarks)];
    Known {
        deleted: customer.state() == CustomerState::Deleted,
        stage: (customer.stage.clone(), customer.stage_time),
        fields: fields.map(|(name, value)| (name, value.clone())).into(),
        points: customer.contact_points.iter().map(|point| (point.value.clone(), point.label.clone())).collect(),
    }
}

/// Three ways in one place.
fn taken_back<T: Clone + PartialEq>(before: &T, after: &T, now: &T) -> T {
    if now == after { before.clone() } else { now.clone() }
}

impl Known {
    fn take_back(&self, before: &Self, after: &Self) -> Self {
        let field = |name| taken_back(&before.fields[name], &after.fields[name], &self.fields[name]);
        let point = |value: &String| {
            let of = |known: &Self| known.points.get(value).cloned();
            taken_back(&of(before), &of(after), &of(self))
        };
        let values = before.points.keys().chain(after.points.keys()).chain(self.points.keys());
        Self {
            deleted: taken_back(&before.deleted, &after.deleted, &self.deleted),
            stage: taken_back(&before.stage, &after.stage, &self.stage),
            fields: ["level", "industry", "remarks"].map(|name| (name, field(name))).into(),
            points: values.filter_map(|value| Some((value.clone(), point(value)?))).collect(),
        }
    }
}

impl World {
    async fn new(house: House, seed: u64) -> Self {
        let mut world = Self {
            house,
            random: StdRng::seed_from_u64(seed),
            ids: Vec::new(),
            known: Vec::new(),
            changes: Vec::new(),
            causes: Vec::new(),
            next_phone: 13_900_000_000,
        };
        for index in 0..CUSTOMERS {
            let sent = wire::Customer {
                external_ids: vec![shop_id(&index.to_string())],
                ..company(&format!("第{index}"), &world.phone())
            };
            let customer = world.house.given(sent).await;
            world.ids.push(customer.customer_id.clone());
            world.known.push(known(&customer));
        }
        world
    }

    fn phone(&mut self) -> String {
        self.next_phone += 1;
        self.next_phone.to_string()
    }

    fn word(&mut self, words: &[&str]) -> String {
        (*words.choose(&mut self.random).unwrap()).to_owned()
    }

    async fn changed(&mut self, customer: usize, cause: String, before: Option<Known>) {
        let after = known(&self.house.read(&self.ids[customer]).await);
        self.known[customer] = after.clone();
        if !self.causes.contains(&cause) {
            self.causes.push(cause.clone());
        }
        self.changes.push(Change { cause, customer, before, after });
    }

    async fn edit(&mut self, customer: usize) {
        let mut sent = self.house.read(&self.ids[customer]).await;
        let (before, revision) = (known(&sent), sent.revision);
        sent.level = self.word(&["A", "B", "C"]);
        sent.remarks = self.word(&["一", "二", "三"]);
        match self.random.random_range(0..3) {
            0 => sent.contact_points.push(phone_number(&self.phone())),
            1 if sent.contact_points.len() > 1 => drop(sent.contact_points.pop()),
            _ => sent.contact_points[0].label = self.word(&["办公", "家"]),
        }
        let paths = ["level", "remarks", "contact_points"];
        let after = self.house.customers().await.update_customer(update(sent, &paths)).await.unwrap().into_inner();
        if after.revision > revision {
            let cause = newest_cause(&self.house, &after.customer_id).await;
            self.changed(customer, cause, Some(before)).await;
        }
    }

    async fn step_in_the_pipeline(&mut self, customer: usize) {
        let before = self.house.read(&self.ids[customer]).await;
        let to = if before.stage == "intent" { "customer" } else { "intent" };
        self.house.customers().await.change_stage(move_to(&before, to, "")).await.unwrap();
        let cause = newest_cause(&self.house, &before.customer_id).await;
        self.changed(customer, cause, Some(known(&before))).await;
    }

    /// Imports rows for customers that are there, and one that is not.
    async fn import(&mut self) {
        let mut rows = Vec::new();
        let before: Vec<_> = self.known.clone();
        for index in 0..CUSTOMERS {
            let there = !self.known[index].deleted;
            let row = wire::Customer {
                external_ids: vec![shop_id(&index.to_string())],
                industry: self.word(&["it", "retail", "trade"]),
                ..company(&format!("第{index}"), &self.phone())
            };
            rows.extend(there.then_some(row));
        }
        let new = wire::Customer {
            external_ids: vec![shop_id(&self.next_phone.to_string())],
            ..company("新", &self.phone())
        };
        rows.push(new.clone());
        let cause = import(&self.house, rows).await;
        for index in (0..CUSTOMERS).filter(|index| !before[*index].deleted) {
            if newest_cause(&self.house, &self.ids[index]).await == cause {
                self.changed(index, cause.clone(), Some(before[index].clone())).await;
            }
        }
        let key = Some(wire::get_customer_request::Key::ExternalId(new.external_ids[0].clone()));
        let request = wire::GetCustomerRequest { key, ..Default::default() };
        let created = self.house.customers().await.get_customer(request).await.unwrap().into_inner();
        self.ids.push(created.customer_id.clone());
        self.known.push(known(&created));
        self.changed(self.ids.len() - 1, cause, None).await;
    }

    /// Takes a cause back, and expects what the model makes of it.
    async fn take_back(&mut self) {
        let Some(cause) = self.causes.choose(&mut self.random).cloned() else { return };
        let mut expected = self.known.clone();
        for (customer, expected) in expected.iter_mut().enumerate() {
            let now = self.known[customer].clone();
            let mut folded = now.clone();
            for change in
                self.changes.iter().rev().filter(|change| change.customer == customer && change.cause == cause)
            {
                match &change.before {
                    Some(before) => folded = folded.take_back(before, &change.after),
                    None if now.deleted => {}
                    None if folded == change.after => folded.deleted = true,
                    None => folded = now.clone(),
                }
            }
            // What is deleted is left alone, unless the cause deleted it.
            *expected = if now.deleted && folded.deleted { now } else { folded };
        }
        let (reverting, _) = revert(&self.house, &cause, false).await.unwrap();
        for (customer, expected) in expected.into_iter().enumerate() {
            let now = known(&self.house.read(&self.ids[customer]).await);
            assert_eq!(now, expected, "customer {customer} after taking back {cause}");
            if now != self.known[customer] {
                let before = self.known[customer].clone();
                self.changed(customer, reverting.clone(), Some(before)).await;
            }
        }
    }
}

on_both_engines! {
    async fn c41_any_sequence_of_edits_imports_and_reverts_is_what_a_model_makes_of_it(engine) {
        for seed in 1..=2 {
            let mut world = World::new(House::new(engine).await, seed).await;
            for _ in 0..STEPS {
                world.house.clock.advance(1_000_000);
                let customer = world.random.random_range(0..CUSTOMERS);
                let live = !world.known[customer].deleted;
                match world.random.random_range(0..10) {
                    0..4 if live => world.edit(customer).await,
                    4..6 if live => world.step_in_the_pipeline(customer).await,
                    6 => world.import().await,
                    _ => world.take_back().await,
                }
            }
            assert_eq!(world.house.verify_journal_of("customer").await.faults, Vec::<String>::new());
        }
    }
}
