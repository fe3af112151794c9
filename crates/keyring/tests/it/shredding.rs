//! A shredded key is gone for ever.

use futures::future::join_all;
use keyring::{Error, Migrator, OpenError, SealError};
use uuid::Uuid;

use crate::engine::{manual_clock, number, on_each_engine, place, process, sqlite, tamper};

const SECOND: i64 = 1_000_000;

#[tokio::test]
async fn a_shredded_key_neither_seals_nor_opens() {
    on_each_engine::<Migrator>(async |database| {
        let keyring = process(&database, &manual_clock()).await;
        let slot = keyring.assign().await.unwrap();
        let context = place(Uuid::from_u128(7), 1);
        let held = keyring.key(slot).await.unwrap();
        let sealed = held.seal(&context, b"a").unwrap();
        keyring.shred(slot).await.unwrap();
        assert!(matches!(keyring.key(slot).await, Err(Error::Shredded(shredded)) if shredded == slot));
        assert_eq!(held.seal(&context, b"b"), Err(SealError::Shredded));
        assert_eq!(held.open(&context, &sealed), Err(OpenError::Shredded));
        let reopened = process(&database, &manual_clock()).await;
        assert!(matches!(reopened.key(slot).await, Err(Error::Shredded(_))));
    })
    .await;
}

#[tokio::test]
async fn another_process_refuses_the_key_once_its_cache_is_a_minute_old() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let (here, there) = (process(&database, &clock).await, process(&database, &clock).await);
        let slot = here.assign().await.unwrap();
        there.key(slot).await.unwrap();
        clock.advance(30 * SECOND);
        here.shred(slot).await.unwrap();
        clock.advance(30 * SECOND);
        assert!(matches!(there.key(slot).await, Err(Error::Shredded(_))));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_prolong_the_cache() {
    let (_folder, database) = sqlite::<Migrator>().await;
    let clock = manual_clock();
    let (here, there) = (process(&database, &clock).await, process(&database, &clock).await);
    let slot = here.assign().await.unwrap();
    there.key(slot).await.unwrap();
    here.shred(slot).await.unwrap();
    clock.advance(-3600 * SECOND);
    assert!(matches!(there.key(slot).await, Err(Error::Shredded(_))));
}

#[tokio::test]
async fn shredding_again_changes_nothing() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let keyring = process(&database, &clock).await;
        let slot = keyring.assign().await.unwrap();
        keyring.shred(slot).await.unwrap();
        keyring.shred(slot).await.unwrap();
        process(&database, &clock).await.shred(slot).await.unwrap();
        assert_eq!(number(&database, "SELECT MAX(version) FROM key_page").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shreds_that_race_on_a_page_all_hold() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let maker = process(&database, &clock).await;
        let slots = join_all((0..16).map(|_| maker.assign())).await.into_iter().collect::<Result<Vec<_>, _>>().unwrap();
        assert!(slots.iter().all(|slot| slot.page() == slots[0].page()), "they lie on one page");
        let processes = join_all((0..8).map(|_| process(&database, &clock))).await;
        // Each shreds a slot of its own, and all of them the first.
        let shreds = processes.into_iter().zip(&slots[1..9]).map(|(process, own)| {
            let (first, own) = (slots[0], *own);
            tokio::spawn(async move {
                process.shred(own).await.unwrap();
                process.shred(first).await.unwrap();
                assert!(process.key(own).await.is_err() && process.key(first).await.is_err());
            })
        });
        for shred in shreds.collect::<Vec<_>>() {
            shred.await.unwrap();
        }
        let reader = process(&database, &clock).await;
        for (index, slot) in slots.iter().enumerate() {
            assert_eq!(reader.key(*slot).await.is_ok(), index > 8, "slot {index}");
        }
        assert_eq!(number(&database, "SELECT MAX(version) FROM key_page").await, 1 + 9, "each slot was shredded once");
    })
    .await;
}

#[tokio::test]
async fn a_shred_mark_cannot_be_taken_away() {
    on_each_engine::<Migrator>(async |database| {
        let clock = manual_clock();
        let keyring = process(&database, &clock).await;
        let slot = keyring.assign().await.unwrap();
        keyring.shred(slot).await.unwrap();
        tamper(&database, "UPDATE key_page SET shredded = 0 WHERE shredded <> 0").await;
        let found = process(&database, &clock).await.key(slot).await;
        assert!(matches!(found, Err(Error::Altered { .. })), "{found:?}");
    })
    .await;
}
