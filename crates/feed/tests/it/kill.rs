//! A consumer that is killed at random moments, while the publisher goes on writing.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::{Engine, on_both_engines};

use crate::copy::{assert_equal, entry_count, tally};
use crate::house::{House, TERM, Way, copies};
use crate::notes::{TENANT, take_to};

const REVISIONS: u64 = 5;

/// Kills consumers that hear by one way and the other until all entries are taken; answers how many.
async fn killed_over(engine: Engine, entries: u64, seed: u64) -> u64 {
    let mut random = StdRng::seed_from_u64(seed);
    let (house, copies) = (House::new(engine).await, copies(engine).await);
    let journal = house.journal.clone();
    let writing = tokio::spawn(async move {
        for revision in 1..=REVISIONS {
            take_to(&journal, TENANT, 0..entries / REVISIONS, revision.try_into().unwrap()).await;
        }
        journal.wait_until_ordered().await.unwrap();
    });
    let mut kills = 0;
    while !writing.is_finished() || tally(&copies, "taken").await < entry_count(&house.database).await {
        let way = Way::ALL[random.random_range(0..Way::ALL.len())];
        let following = house.follow(way, &copies);
        // It waits out the lease of the one before, and then works for a while.
        tokio::time::sleep(TERM + Duration::from_millis(random.random_range(1..=300))).await;
        following.kill().await;
        kills += 1;
    }
    writing.await.unwrap();
    assert_eq!(entry_count(&house.database).await, i64::try_from(entries).unwrap());
    assert_equal(&house.database, &copies).await;
    assert_eq!(tally(&copies, "resets").await, 0);
    kills
}

on_both_engines! {
    async fn a_consumer_killed_at_random_ends_with_a_copy_equal_to_its_source(engine) {
        let kills = killed_over(engine, 100_000, 1).await;
        assert!(kills >= 5, "it was killed often enough to mean something: {kills}");
    }

    #[ignore = "a long count: cargo xtask soak"]
    async fn soak_a_consumer_killed_over_a_million_entries(engine) {
        let kills = killed_over(engine, 1_000_000, 2).await;
        println!("soak: 1,000,000 entries, {kills} kills");
    }
}
