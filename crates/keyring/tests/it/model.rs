//! Random use by two processes, compared with a model that has no cryptography.

use std::collections::BTreeMap;

use clock::Clock;
use database::Database;
use futures::future::join_all;
use keyring::{Error, KeySlot, Keyring, MasterKeys, Migrator, OpenError};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use crate::engine::{manual_clock, on_each_engine, place};

/// Histories on each engine, and steps in each.
const HISTORIES: usize = 24;
const STEPS: usize = 60;
const PROCESSES: usize = 2;
const SECOND: i64 = 1_000_000;

#[derive(Clone, Debug)]
enum Step {
    Assign,
    Seal { subject: Index, text: Vec<u8> },
    Open { text: Index },
    Shred { subject: Index },
    Reopen,
    Rotate,
    Rewrap,
    Wait { seconds: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Assign),
        6 => (any::<Index>(), vec(any::<u8>(), 0..40)).prop_map(|(subject, text)| Step::Seal { subject, text }),
        8 => any::<Index>().prop_map(|text| Step::Open { text }),
        2 => any::<Index>().prop_map(|subject| Step::Shred { subject }),
        1 => Just(Step::Reopen),
        1 => Just(Step::Rotate),
        1 => Just(Step::Rewrap),
        2 => (1..70_i64).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// What should be true.
#[derive(Default)]
struct Model {
    subjects: Vec<Subject>,
    texts: Vec<Text>,
}

struct Subject {
    slot: KeySlot,
    shred: Option<Shred>,
}

#[derive(Clone, Copy)]
struct Shred {
    process: usize,
    seconds: i64,
}

struct Text {
    subject: usize,
    revision: i64,
    plaintext: Vec<u8>,
    sealed: Vec<u8>,
}

struct World {
    database: Database,
    clock: Clock,
    seconds: i64,
    master_keys: BTreeMap<i64, String>,
    processes: Vec<Keyring>,
    model: Model,
}

impl World {
    async fn start(&mut self) {
        let text: Vec<_> = self.master_keys.iter().map(|(version, key)| format!("{version}:{key}")).collect();
        let open = || {
            let masters = MasterKeys::from_text(&text.join("\n")).unwrap();
            Keyring::open(self.database.clone(), masters, self.clock.clone())
        };
        self.processes = join_all((0..PROCESSES).map(|_| open())).await.into_iter().map(Result::unwrap).collect();
        // Processes that start anew have nothing cached, so they know of every shred.
        for subject in &mut self.model.subjects {
            if let Some(shred) = &mut subject.shred {
                shred.seconds = i64::MIN / 2;
            }
        }
    }

    async fn take(&mut self, process: usize, step: Step) {
        let keyring = self.processes[process].clone();
        let subjects = self.model.subjects.len();
        match step {
            Step::Assign => {
                let slot = keyring.assign().await.unwrap();
                assert!(self.model.subjects.iter().all(|subject| subject.slot != slot), "{slot:?} was given twice");
                self.model.subjects.push(Subject { slot, shred: None });
            }
            Step::Seal { subject, text } if subjects > 0 => {
                let subject = subject.index(subjects);
                let Some(key) = self.key(process, subject).await else { return };
                let revision = self.model.texts.len() as i64;
                let sealed = key.seal(&place(Uuid::from_u128(subject as u128), revision), &text).unwrap();
                self.model.texts.push(Text { subject, revision, plaintext: text, sealed });
            }
            Step::Open { text } if !self.model.texts.is_empty() => {
                let text = &self.model.texts[text.index(self.model.texts.len())];
                assert_eq!(KeySlot::of_sealed(&text.sealed).unwrap(), self.model.subjects[text.subject].slot);
                let Some(key) = self.key(process, text.subject).await else { return };
                let place = place(Uuid::from_u128(text.subject as u128), text.revision);
                assert_eq!(key.open(&place, &text.sealed).as_ref(), Ok(&text.plaintext));
                let elsewhere = keyring::Context { revision: text.revision + 1, ..place };
                assert_eq!(key.open(&elsewhere, &text.sealed), Err(OpenError::Altered));
            }
            Step::Shred { subject } if subjects > 0 => {
                let subject = &mut self.model.subjects[subject.index(subjects)];
                keyring.shred(subject.slot).await.unwrap();
                // Who shreds what was shredded finds it so, but knows no more about it than before.
                subject.shred.get_or_insert(Shred { process, seconds: self.seconds });
            }
            Step::Reopen => self.start().await,
            Step::Rotate => {
                let version = self.master_keys.len() as i64 + 1;
                let key = format!("{}=", ["A", "E", "I", "M", "Q"][version as usize % 5].repeat(43));
                self.master_keys.insert(version, key);
                self.start().await;
            }
            Step::Rewrap => {
                keyring.rewrap().await.unwrap();
            }
            Step::Wait { seconds } => {
                self.clock.advance(seconds * SECOND);
                self.seconds += seconds;
            }
            Step::Seal { .. } | Step::Open { .. } | Step::Shred { .. } => {}
        }
    }

    /// The subject's key, if it has one as far as the process can know.
    async fn key(&self, process: usize, subject: usize) -> Option<keyring::SubjectKey> {
        let Subject { slot, shred } = &self.model.subjects[subject];
        match (self.processes[process].key(*slot).await, shred) {
            (Ok(key), None) => Some(key),
            (Err(Error::Shredded(shredded)), Some(_)) if shredded == *slot => None,
            // Another process may not know yet.
            (Ok(key), Some(shred)) if shred.process != process && self.seconds - shred.seconds < 60 => Some(key),
            (answer, shred) => panic!("shredded: {}, answered {answer:?}", shred.is_some()),
        }
    }
}

#[tokio::test]
async fn two_processes_do_what_the_model_does() {
    on_each_engine::<Migrator>(async |database| {
        let mut runner = TestRunner::new(Config::default());
        let mut world = World {
            database,
            clock: manual_clock(),
            seconds: 0,
            master_keys: BTreeMap::from([(1, format!("{}=", "A".repeat(43)))]),
            processes: Vec::new(),
            model: Model::default(),
        };
        for _ in 0..HISTORIES {
            let history = vec((0..PROCESSES, step()), STEPS).new_tree(&mut runner).unwrap().current();
            world.start().await;
            for (number, (process, step)) in history.iter().enumerate() {
                eprintln!("step {number}: process {process}, {step:?}");
                world.take(*process, step.clone()).await;
            }
            world.model = Model::default();
        }
    })
    .await;
}
