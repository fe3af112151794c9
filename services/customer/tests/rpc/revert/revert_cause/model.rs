//! Random sequences of edits, imports, bulk changes and reverts, held against a model that takes back by itself.

mod steps;

use std::collections::BTreeMap;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ContactPersonState, CustomerState, Vocabulary};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use testkit::on_both_engines;

use super::{contact_persons, newest_cause, revert, terms};
use crate::harness::House;
use crate::rpc::term::read;

/// Steps of one sequence.
const STEPS: usize = 90;

/// A record, by what it is known.
#[derive(Clone, Debug)]
enum Record {
    Customer(String),
    Person(String),
    Tag(String),
}

/// What the model knows of a record.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    /// Deleted; of a tag, retired.
    gone: bool,
    fields: BTreeMap<&'static str, String>,
    /// Labels by telephone number.
    points: BTreeMap<String, String>,
}

/// A change of a record: none before for its creation.
struct Change {
    cause: String,
    record: usize,
    before: Option<Known>,
    after: Known,
}

struct World {
    house: House,
    random: StdRng,
    records: Vec<Record>,
    known: Vec<Known>,
    changes: Vec<Change>,
    causes: Vec<String>,
    staff: Vec<String>,
    next_phone: u64,
}

fn points(points: &[wire::ContactPoint]) -> BTreeMap<String, String> {
    points.iter().map(|point| (point.value.clone(), point.label.clone())).collect()
}

fn known_customer(customer: &wire::Customer) -> Known {
    // With the time at which it was entered: one that was left and entered again is another.
    let stage = format!("{} since {:?}", customer.stage, customer.stage_time);
    let fields = [
        ("stage", &stage),
        ("level", &customer.level),
        ("industry", &customer.industry),
        ("remarks", &customer.remarks),
        ("owner", &customer.owner),
    ];
    Known {
        gone: customer.state() == CustomerState::Deleted,
        fields: fields.map(|(name, value)| (name, value.clone())).into(),
        points: points(&customer.contact_points),
    }
}

fn known_person(person: &wire::ContactPerson) -> Known {
    Known {
        gone: person.state() == ContactPersonState::Deleted,
        fields: [("salutation", person.salutation.clone()), ("remarks", person.remarks.clone())].into(),
        points: points(&person.contact_points),
    }
}

fn known_tag(tag: &wire::Term) -> Known {
    let (name, position) = (tag.names["en"].clone(), tag.position.to_string());
    Known { gone: tag.retired, fields: [("names", name), ("position", position)].into(), points: BTreeMap::new() }
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
            gone: taken_back(&before.gone, &after.gone, &self.gone),
            fields: self.fields.keys().map(|name| (*name, field(name))).collect(),
            points: values.filter_map(|value| Some((value.clone(), point(value)?))).collect(),
        }
    }
}

impl World {
    async fn read(&self, record: usize) -> Known {
        match &self.records[record] {
            Record::Customer(id) => known_customer(&self.house.read(id).await),
            Record::Person(id) => known_person(&self.house.read_person(id).await),
            Record::Tag(code) => known_tag(&read(&self.house, Vocabulary::Tag, code).await),
        }
    }

    async fn newest_cause(&self, record: usize) -> String {
        match &self.records[record] {
            Record::Customer(id) => newest_cause(&self.house, id).await,
            Record::Person(id) => contact_persons::newest_cause(&self.house, &self.house.read_person(id).await).await,
            Record::Tag(code) => {
                terms::newest_cause(&self.house, &read(&self.house, Vocabulary::Tag, code).await).await
            }
        }
    }

    /// Notes that a record is there; what it was created by is noted too, where that may be taken back.
    async fn created(&mut self, record: Record, cause: Option<String>) {
        let place = self.records.len();
        self.records.push(record);
        let after = self.read(place).await;
        self.known.push(after.clone());
        if let Some(cause) = cause {
            self.note(Change { cause, record: place, before: None, after });
        }
    }

    /// Notes that a record was changed.
    async fn changed(&mut self, record: usize, cause: String) {
        let after = self.read(record).await;
        let before = std::mem::replace(&mut self.known[record], after.clone());
        self.note(Change { cause, record, before: Some(before), after });
    }

    fn note(&mut self, change: Change) {
        if !self.causes.contains(&change.cause) {
            self.causes.push(change.cause.clone());
        }
        self.changes.push(change);
    }

    /// What the model makes of a record when a cause is taken back.
    fn expected(&self, record: usize, cause: &str) -> Known {
        let now = &self.known[record];
        let mut folded = now.clone();
        for change in self.changes.iter().rev().filter(|change| change.record == record && change.cause == cause) {
            match &change.before {
                Some(before) => folded = folded.take_back(before, &change.after),
                None if now.gone => {}
                None if folded == change.after => folded.gone = true,
                None => folded = now.clone(),
            }
        }
        // What is deleted is left alone, unless the cause deleted it. A retired tag can be changed.
        let is_left_alone = now.gone && folded.gone && !matches!(self.records[record], Record::Tag(_));
        if is_left_alone { now.clone() } else { folded }
    }

    /// Takes a cause back, and expects what the model makes of it.
    async fn take_back(&mut self) {
        let Some(cause) = self.causes.choose(&mut self.random).cloned() else { return };
        let expected: Vec<_> = (0..self.records.len()).map(|record| self.expected(record, &cause)).collect();
        let (reverting, _) = revert(&self.house, &cause, false).await.unwrap();
        for (record, expected) in expected.into_iter().enumerate() {
            let now = self.read(record).await;
            assert_eq!(now, expected, "{:?} after taking back {cause}", self.records[record]);
            if now != self.known[record] {
                self.changed(record, reverting.clone()).await;
            }
        }
    }
}

on_both_engines! {
    async fn c41_any_sequence_of_edits_imports_bulk_changes_and_reverts_is_what_a_model_makes_of_it(engine) {
        for seed in 1..=2 {
            let mut world = World::new(House::new(engine).await, seed).await;
            for _ in 0..STEPS {
                world.house.clock.advance(1_000_000);
                match world.random.random_range(0..12) {
                    0..5 => world.edit().await,
                    5 => world.step_in_the_pipeline().await,
                    6 => world.import().await,
                    7 => world.transfer().await,
                    8 => world.create().await,
                    _ => world.take_back().await,
                }
            }
            assert_eq!(world.house.verify_journal_of("customer").await.faults, Vec::<String>::new());
        }
    }
}
