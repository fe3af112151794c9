//! SIGKILL at random moments while eight writers write.

use std::time::Duration;

use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::Engine;

use super::model::{self, Writer};
use crate::process::{Ground, Process};

const WRITERS: usize = 8;
/// The longest that a process lives after it began to serve, in milliseconds.
const LONGEST_LIFE: u64 = 120;
/// How often everything is compared during a run, not only what is at hand: it takes longer and longer.
const FULL_CHECKS: u32 = 20;

async fn kills_lose_nothing(engine: Engine, kills: u32, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let ground = Ground::fresh(engine).await;
    let mut writers: Vec<Writer> = (0..WRITERS).map(|_| Writer::default()).collect();
    for kill in 1..=kills {
        let process = Process::start(&ground);
        for writer in &mut writers {
            writer.ask_again(process.channel().await).await;
        }
        let life = Duration::from_millis(random.random_range(1..=LONGEST_LIFE));
        let channels = join_all((0..WRITERS).map(|_| process.channel())).await;
        let writing = join_all(writers.iter_mut().zip(channels).map(|(writer, channel)| writer.write(channel)));
        let killing = async {
            tokio::time::sleep(life).await;
            process.kill();
        };
        tokio::join!(writing, killing);
        if kill % (kills / FULL_CHECKS) == 0 || kill == kills {
            check(&ground, &mut writers).await;
        }
    }
    let acknowledged: usize = writers.iter().map(Writer::acknowledged).sum();
    println!("soak: {kills} kills on {engine:?}, {acknowledged} customers");
}

/// Holds all that was acknowledged against what a process on the ground answers.
pub async fn check(ground: &Ground, writers: &mut [Writer]) {
    let process = Process::start(ground);
    let mut expected = 0;
    for writer in writers {
        writer.ask_again(process.channel().await).await;
        expected += writer.check(process.channel().await).await;
    }
    assert_eq!(model::count(process.channel().await).await, expected, "a customer too many");
    model::verify(process.channel().await).await;
}

#[test]
fn a_hundred_kills_on_sqlite_lose_no_acknowledged_write() {
    testkit::run(kills_lose_nothing(Engine::Sqlite, 100, 1));
}

#[test]
fn twenty_kills_on_postgres_lose_no_acknowledged_write() {
    if !testkit::is_skipped() {
        testkit::run(kills_lose_nothing(Engine::Postgres, 20, 2));
    }
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_two_thousand_kills_on_sqlite() {
    testkit::run(kills_lose_nothing(Engine::Sqlite, 2_000, 3));
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_two_hundred_kills_on_postgres() {
    if !testkit::is_skipped() {
        testkit::run(kills_lose_nothing(Engine::Postgres, 200, 4));
    }
}
