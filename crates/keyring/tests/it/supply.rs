//! Slots are made ahead of need, and none is given twice.

use std::collections::HashSet;

use futures::future::join_all;
use keyring::{Error, KeySlot, Migrator};

use crate::engine::{manual_clock, number, on_each_engine, process, sqlite};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_slot_is_given_twice() {
    const TASKS: usize = 16;
    const EACH: usize = 200;
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let processes = join_all((0..2).map(|_| process(&database, &clock))).await;
        let tasks = (0..TASKS).map(|task| {
            let keyring = processes[task % 2].clone();
            tokio::spawn(async move {
                let mut slots = Vec::new();
                for _ in 0..EACH {
                    let slot = keyring.assign().await.unwrap();
                    keyring.key(slot).await.unwrap();
                    slots.push(slot);
                }
                slots
            })
        });
        let given: Vec<KeySlot> = join_all(tasks).await.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(given.len(), TASKS * EACH);
        assert_eq!(given.iter().collect::<HashSet<_>>().len(), given.len());
    })
    .await;
}

#[tokio::test]
async fn slots_are_given_from_stock_while_the_database_is_away_and_then_refused() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    keyring.assign().await.unwrap();
    let stored = 64 * number(&database, "SELECT COUNT(*) FROM key_page").await;
    database.close().await;
    let mut given = 1;
    let refusal = loop {
        match keyring.assign().await {
            Ok(_) => given += 1,
            Err(error) => break error,
        }
    };
    assert!(given >= stored, "{given} slots of {stored}");
    assert!(matches!(refusal, Error::Database(_)), "{refusal}");
}

#[tokio::test]
async fn a_process_that_only_reads_makes_no_pages() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let keyring = process(&database, &manual_clock()).await;
    keyring.tenant_key("acme").await.unwrap();
    assert_eq!(number(&database, "SELECT COUNT(*) FROM key_page").await, 0);
}
