//! A PostgreSQL server that vanishes: nobody waits for it without end, and once there is one again, writing goes on.

use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use database::{Connections, Database, Engine, Error, WriteTransaction};
use futures::future::join_all;
use journal::{Journal, Settings, WriteError};
use tokio::time::timeout;
use uuid::Uuid;

use crate::notes::{self, write};
use crate::relay::Relay;

/// More than anything here may take; without limits of time it would last for ever.
const FOR_EVER: Duration = Duration::from_secs(150);
/// Connections that may have been idle when the server vanished, and one more.
const TRIES: usize = 8;

async fn open(url: &str) -> Database {
    Database::connect(&url.parse().unwrap(), Connections::default()).await.unwrap()
}

/// Locks a note until it is dropped.
async fn lock(database: &Database, note: Uuid) -> WriteTransaction {
    let mut transaction = database.begin().await.unwrap();
    let sql = "SELECT revision FROM note WHERE note_id = $1 FOR UPDATE";
    transaction.query(sql, vec![note.into()]).await.unwrap();
    transaction
}

/// Waits until so many statements wait for a lock.
async fn wait_for_waiting(database: &Database, count: i64) {
    let waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while database.number(waiting, Vec::new()).await.unwrap() != count {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn is_unavailable<T>(result: &Result<T, WriteError>) -> bool {
    matches!(result, Err(WriteError::Database(Error::Unavailable(_))))
}

#[test]
fn nobody_waits_for_ever_for_a_server_that_vanished() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        testkit::allow_log("a batch failed and is written one by one");
        let direct = testkit::fresh_url::<notes::Migrator>(Engine::Postgres).await;
        let relay = Relay::before(&direct).await;
        let (direct, database) = (open(&direct).await, open(relay.url()).await);
        let journal = notes::journal(&database);
        let note = Uuid::from_u128(1);
        journal.write(write(note, 0, "first", 1)).await.unwrap();

        let locked = lock(&direct, note).await;
        let writing = tokio::spawn({
            let journal = journal.clone();
            async move { journal.write(write(note, 1, "second", 2)).await }
        });
        let reading = tokio::spawn({
            let database = database.clone();
            async move { database.number("SELECT CAST(1 AS BIGINT) FROM pg_sleep(20)", Vec::new()).await }
        });
        wait_for_waiting(&direct, 1).await;
        relay.fall_silent();
        drop(locked);

        let (written, read) =
            timeout(FOR_EVER, async { (writing.await.unwrap(), reading.await.unwrap()) }).await.unwrap();
        assert!(written.is_ok() || is_unavailable(&written), "{written:?}");
        assert!(matches!(read, Err(Error::Unavailable(_))), "{read:?}");
        let mut tries = Vec::new();
        for _ in 0..TRIES {
            tries.push(journal.write(write(Uuid::from_u128(2), 0, "next", 3)).await);
            if tries.last().unwrap().is_ok() {
                break;
            }
        }
        assert!(tries.last().unwrap().is_ok(), "{tries:?}");
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    });
}

#[test]
fn all_of_a_batch_are_told_at_once_that_the_database_is_gone() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        testkit::allow_log("a batch failed and is written one by one");
        let direct = testkit::fresh_url::<notes::Migrator>(Engine::Postgres).await;
        let relay = Relay::before(&direct).await;
        let (direct, database) = (open(&direct).await, open(relay.url()).await);
        let journal = Arc::new(Journal::open("notes", database, Clock::system(), Settings { lanes: 1 }).0);
        for note in 1..=2 {
            journal.write(write(Uuid::from_u128(note), 0, "first", note)).await.unwrap();
        }
        let write = |note: u128, revision| {
            let journal = Arc::clone(&journal);
            tokio::spawn(async move { journal.write(write(Uuid::from_u128(note), revision, "next", note + 100)).await })
        };

        // While one write waits, the others come together in a batch, that waits in its turn.
        let (first, second) = (lock(&direct, Uuid::from_u128(1)).await, lock(&direct, Uuid::from_u128(2)).await);
        let alone = write(1, 1);
        wait_for_waiting(&direct, 1).await;
        let together: Vec<_> = std::iter::once(write(2, 1)).chain((3..53).map(|note| write(note, 0))).collect();
        tokio::time::sleep(Duration::from_millis(200)).await;
        drop(first);
        alone.await.unwrap().unwrap();
        wait_for_waiting(&direct, 1).await;
        relay.vanish();
        drop(second);

        let told = timeout(FOR_EVER, join_all(together)).await.unwrap();
        assert!(told.into_iter().all(|told| is_unavailable(&told.unwrap())));
    });
}
