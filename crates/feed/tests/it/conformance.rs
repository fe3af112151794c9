//! What holds of a consumer by whichever way it hears.

use std::sync::atomic::Ordering;
use std::time::Duration;

use feed::{Gap, State};
use testkit::on_both_engines;

use crate::copy::{assert_equal, tally};
use crate::house::{Following, House, PATIENCE, Way, copies};
use crate::notes::{self, OTHER_TENANT, TENANT, take_to};

const NOTES: u64 = 300;

on_both_engines! {
    async fn a_copy_becomes_and_stays_equal_to_its_source(engine) {
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            take_to(&house.journal, TENANT, 0..NOTES, 1).await;
            let following = house.follow(way, &copies);
            house.caught_up(&copies).await;
            for revision in 2..=4 {
                take_to(&house.journal, TENANT, 0..NOTES, revision).await;
                take_to(&house.journal, OTHER_TENANT, NOTES..2 * NOTES, revision - 1).await;
            }
            house.caught_up(&copies).await;
            assert_equal(&house.database, &copies).await;
            following.end().await;
        }
    }

    async fn a_consumer_goes_on_where_the_one_before_ended_and_begins_at_once(engine) {
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            for revision in 1..=4 {
                take_to(&house.journal, TENANT, 0..NOTES, revision).await;
                let following = house.follow(way, &copies);
                house.caught_up(&copies).await;
                following.end().await;
            }
            assert_equal(&house.database, &copies).await;
            assert_eq!(tally(&copies, "resets").await, 0);
        }
    }

    async fn after_a_restore_from_an_older_copy_everything_is_made_anew(engine) {
        testkit::allow_log("a publisher was restored from an older copy");
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            take_to(&house.journal, TENANT, 0..NOTES, 1).await;
            let following = house.follow(way, &copies);
            house.caught_up(&copies).await;
            following.end().await;
            notes::restore(&house.database, 100).await;
            // As many as there were, so that no sequence is unknown, only the hashes are.
            take_to(&house.journal, TENANT, 1_000..1_000 + NOTES, 1).await;
            let following = house.follow(way, &copies);
            house.caught_up(&copies).await;
            assert_equal(&house.database, &copies).await;
            assert_eq!(tally(&copies, "resets").await, 1);
            // The same, while it follows.
            notes::restore(&house.database, 50).await;
            take_to(&house.journal, TENANT, 2_000..2_000 + NOTES, 1).await;
            house.caught_up(&copies).await;
            assert_equal(&house.database, &copies).await;
            following.end().await;
        }
    }

    async fn a_consumer_stops_and_alarms_where_entries_are_missing(engine) {
        testkit::allow_log("entries are missing from a feed: its consumer stopped");
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            take_to(&house.journal, TENANT, (0..10).map(|number| 16 * number), 1).await;
            house.journal.wait_until_ordered().await.unwrap();
            delete_place(&house, 7).await;
            let mut following = house.follow(way, &copies);
            let state = following.until(|state| matches!(state, State::Stopped(_))).await;
            assert_eq!(state, State::Stopped(Gap { partition: 0, expected: 7, found: 8 }));
            following.task.await.unwrap();
            assert_eq!(tally(&copies, "taken").await, 0, "nothing of what came with the gap");
        }
    }

    async fn a_partition_that_cannot_be_told_does_not_hold_up_the_others(engine) {
        testkit::allow_log("a feed stands still");
        testkit::allow_log("a feed was interrupted");
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            let mut untold = notes::write(TENANT, [0], 1);
            untold.records[0].facts = notes::MALFORMED.to_owned();
            house.journal.write(untold).await.unwrap();
            let others = (0..NOTES).filter(|number| number % 16 != 0);
            let count = i64::try_from(others.clone().count()).unwrap();
            take_to(&house.journal, TENANT, others, 1).await;
            let following = house.follow(way, &copies);
            let taken = async {
                while tally(&copies, "taken").await != count {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(PATIENCE, taken).await.expect("the others are heard");
            following.end().await;
        }
    }

    async fn a_partition_that_is_not_answered_does_not_hold_up_the_others(engine) {
        testkit::allow_log("a feed was interrupted");
        let (house, copies) = (House::new(engine).await, copies(engine).await);
        house.frozen.store(0, Ordering::Relaxed);
        take_to(&house.journal, TENANT, 0..NOTES, 1).await;
        let following = house.follow(Way::Network, &copies);
        let others = i64::try_from((0..NOTES).filter(|number| number % 16 != 0).count()).unwrap();
        let taken = async {
            while tally(&copies, "taken").await != others {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // An answer is waited for for longer than this.
        tokio::time::timeout(Duration::from_secs(20), taken).await.expect("the others are heard meanwhile");
        following.end().await;
    }

    async fn of_two_consumers_one_works_and_the_other_takes_over_when_it_is_killed(engine) {
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            take_to(&house.journal, TENANT, 0..NOTES, 1).await;
            let mut first = house.follow(way, &copies);
            first.until(|state| *state == State::Following).await;
            let second = house.follow(way, &copies);
            house.caught_up(&copies).await;
            // On a machine that is held up the lease may go over by itself.
            let (working, mut waiting) = working_and_waiting(first, second).await;
            take_to(&house.journal, TENANT, 0..NOTES, 2).await;
            working.kill().await;
            waiting.until(|state| *state == State::Following).await;
            take_to(&house.journal, TENANT, 0..NOTES, 3).await;
            house.caught_up(&copies).await;
            assert_equal(&house.database, &copies).await;
            waiting.end().await;
        }
    }

    async fn a_consumer_whose_lease_went_to_another_writes_nothing_more(engine) {
        for way in Way::ALL {
            let (house, copies) = (House::new(engine).await, copies(engine).await);
            let mut first = house.follow(way, &copies);
            first.until(|state| *state == State::Following).await;
            // As when it was held up for longer than its term, and another came and went.
            let mut transaction = copies.begin().await.unwrap();
            let sql = "UPDATE lease SET holder = $1, epoch = epoch + 1, end_time = end_time + 1000000";
            transaction.execute(sql, vec![notes::id(0).into()]).await.unwrap();
            transaction.commit().await.unwrap();
            take_to(&house.journal, TENANT, 0..NOTES, 1).await;
            first.until(|state| *state == State::Standby).await;
            assert_eq!(tally(&copies, "taken").await, 0);
            // It comes back once the other is gone.
            house.caught_up(&copies).await;
            assert_equal(&house.database, &copies).await;
            first.end().await;
        }
    }
}

/// The one of two consumers that works, and the one that waits for it to end.
async fn working_and_waiting(first: Following, second: Following) -> (Following, Following) {
    let wait = async {
        loop {
            let states = (first.state.borrow().clone(), second.state.borrow().clone());
            match states {
                (State::Following, State::Standby) => return true,
                (State::Standby, State::Following) => return false,
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    };
    let first_works = tokio::time::timeout(PATIENCE, wait).await.expect("one works while the other waits");
    if first_works { (first, second) } else { (second, first) }
}

/// Takes an entry of partition 0 out of the order, as no publisher does.
pub async fn delete_place(house: &House, sequence: i64) {
    let mut transaction = house.database.begin().await.unwrap();
    let sql = "DELETE FROM journal_order WHERE partition = 0 AND sequence = $1";
    transaction.execute(sql, vec![sequence.into()]).await.unwrap();
    transaction.commit().await.unwrap();
}
