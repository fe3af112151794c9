//! Workers that are killed and stopped while customers become dormant: each spell has its one task.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::worker::{Ground, Worker};
use super::{LEASE, LONGEST};

const CUSTOMERS: usize = 500;
const WORKERS: usize = 3;
/// How many times a worker is killed or stopped, and everybody is to be looked at again.
const ROUNDS: usize = 5;

#[test]
fn r5_over_workers_that_die_and_stand_still_each_spell_has_one_task() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let ground = Ground::fresh(LEASE).await;
        let mut workers: Vec<_> = (0..WORKERS).map(|_| Worker::start(&ground)).collect();
        ground.dormant_customers(CUSTOMERS).await;
        let (mut random, begun) = (StdRng::seed_from_u64(3), tokio::time::Instant::now());
        for _ in 0..ROUNDS {
            let victim = random.random_range(0..WORKERS);
            if random.random_bool(0.5) {
                std::mem::replace(&mut workers[victim], Worker::start(&ground)).kill();
            } else {
                workers[victim].stop();
                tokio::time::sleep(LEASE * 2).await;
                workers[victim].go_on();
            }
            // Everybody is looked at again.
            ground.tell_of_customers().await;
            tokio::time::sleep(Duration::from_millis(random.random_range(100..500))).await;
        }
        while ground.count_looks().await > 0 {
            assert!(begun.elapsed() < LONGEST, "{} of {CUSTOMERS}", ground.count_tasks().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!((ground.count_won_back().await, ground.count_tasks().await), (CUSTOMERS, CUSTOMERS));
        workers.into_iter().map(Worker::kill).for_each(drop);
    });
}
