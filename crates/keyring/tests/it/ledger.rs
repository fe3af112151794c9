//! What a restored backup must not turn back.

use clock::Instant;
use futures::future::join_all;
use keyring::KeySlot;
use keyring::ledger::{Erasure, Error, Ledger, Migrator};
use uuid::Uuid;

use crate::engine::on_each_engine;

fn erasure(subject: u128) -> Erasure {
    let slots = (0..subject % 3).map(|slot| {
        let mut bytes = [slot as u8; KeySlot::LENGTH];
        bytes[..16].copy_from_slice(&subject.to_be_bytes());
        KeySlot::from_bytes(bytes).unwrap()
    });
    Erasure {
        tenant: "acme".into(),
        service: "customer".into(),
        subject: Uuid::from_u128(subject),
        slots: slots.collect(),
        time: Instant::from_micros(1_750_000_000_000_000),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_number_is_given_twice() {
    const CALLERS: i64 = 16;
    const EACH: i64 = 25;
    on_each_engine::<Migrator>(async |database| {
        let ledger = Ledger::open(database);
        let callers = (0..CALLERS).map(|caller| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let mut ranges = Vec::new();
                for call in 0..EACH {
                    let (by, floor) = (1 + (caller * 7 + call) % 5, if call % 4 == 0 { caller * call } else { 0 });
                    let (first, last) = ledger.raise("acme", "customer_number/20240520", by, floor).await.unwrap();
                    assert_eq!(last - first + 1, by);
                    assert!(first > floor);
                    ranges.push((first, last));
                }
                ranges
            })
        });
        let mut ranges: Vec<_> = join_all(callers).await.into_iter().flat_map(Result::unwrap).collect();
        ranges.sort_unstable();
        assert_eq!(ranges.len() as i64, CALLERS * EACH);
        for pair in ranges.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{pair:?}");
        }
        let highest = ranges[ranges.len() - 1].1;
        assert_eq!(ledger.mark("acme", "customer_number/20240520").await.unwrap(), highest);
    })
    .await;
}

#[tokio::test]
async fn a_mark_goes_on_above_itself_and_the_floor() {
    on_each_engine::<Migrator>(async |database| {
        let ledger = Ledger::open(database);
        assert_eq!(ledger.mark("acme", "n").await.unwrap(), 0);
        assert_eq!(ledger.raise("acme", "n", 1, 0).await.unwrap(), (1, 1));
        assert_eq!(ledger.raise("acme", "n", 10, 0).await.unwrap(), (2, 11));
        assert_eq!(ledger.raise("acme", "n", 2, 100).await.unwrap(), (101, 102));
        assert_eq!(ledger.raise("acme", "n", 1, 50).await.unwrap(), (103, 103));
        assert_eq!(ledger.raise("acme", "m", 1, 7).await.unwrap(), (8, 8));
        assert_eq!(ledger.raise("other", "n", 1, 0).await.unwrap(), (1, 1));
        let top = 1 << 62;
        assert_eq!(ledger.raise("acme", "high", 1_000_000, top).await.unwrap(), (top + 1, top + 1_000_000));
        for (by, floor) in [(0, 0), (-1, 0), (1_000_001, 0), (1, -1), (1, top + 1)] {
            let refused = ledger.raise("acme", "n", by, floor).await;
            assert!(matches!(refused, Err(Error::Argument { .. })), "{by} {floor} {refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn erasures_are_replayed_from_any_position() {
    on_each_engine::<Migrator>(async |database| {
        let ledger = Ledger::open(database);
        let recorded: Vec<_> = (1..=5).map(erasure).collect();
        for erasure in &recorded {
            ledger.record_erasure(erasure).await.unwrap();
        }
        let mut replayed = Vec::new();
        let mut position = 0;
        loop {
            let part = ledger.erasures_after(position, 2).await.unwrap();
            let Some((last, _)) = part.last() else { break };
            position = *last;
            replayed.extend(part.into_iter().map(|(_, erasure)| erasure));
        }
        assert_eq!(replayed, recorded);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_follows_the_erasures_misses_none_that_are_recorded_meanwhile() {
    const WRITERS: u128 = 8;
    const EACH: u128 = 10;
    on_each_engine::<Migrator>(async |database| {
        let ledger = Ledger::open(database);
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let ledger = ledger.clone();
                tokio::spawn(async move {
                    for each in 0..EACH {
                        ledger.record_erasure(&erasure(writer * EACH + each)).await.unwrap();
                    }
                })
            })
            .collect();
        let mut subjects = Vec::new();
        let mut position = 0;
        loop {
            let finished = writers.iter().all(tokio::task::JoinHandle::is_finished);
            let read = ledger.erasures_after(position, 1000).await.unwrap();
            if finished && read.is_empty() {
                break;
            }
            for (next, erasure) in read {
                assert_eq!(next, position + 1, "positions leave no gap");
                position = next;
                subjects.push(erasure.subject.as_u128());
            }
        }
        subjects.sort_unstable();
        assert_eq!(subjects, (0..WRITERS * EACH).collect::<Vec<_>>());
    })
    .await;
}
