//! The power is cut at random moments while eight writers write to files of SQLite: what the disk had not flushed is gone, in part or whole.

use std::time::Duration;

use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::Engine;

use super::disk::{Disk, Recorder, Synchronous};
use super::kill::check;
use super::model::Writer;
use crate::process::{Ground, Process};

const WRITERS: usize = 8;
/// The longest that a process lives after it began to serve, in milliseconds.
const LONGEST_LIFE: u64 = 300;
/// Long enough for many writes on a slow machine.
const LONG_LIFE: Duration = Duration::from_secs(3);
/// How many cuts it takes until everything is compared.
const CUTS_PER_CHECK: u32 = 5;

/// Writes until the power is cut; what is left of the ground then.
async fn cut(
    ground: Ground,
    writers: &mut [Writer],
    life: Duration,
    recorder: &Recorder,
    synchronous: Synchronous,
    random: &mut StdRng,
) -> Ground {
    let log = testkit::fresh_folder().join("disk.log");
    let mut disk = Disk::of(ground.data(), synchronous);
    let process = Process::start_watched(&ground, recorder, &log);
    for writer in writers.iter_mut() {
        writer.ask_again(process.channel().await).await;
    }
    let channels = join_all(writers.iter().map(|_| process.channel())).await;
    let writing = join_all(writers.iter_mut().zip(channels).map(|(writer, channel)| writer.write(channel)));
    let cutting = async {
        tokio::time::sleep(life).await;
        process.kill();
    };
    tokio::join!(writing, cutting);
    disk.follow(&log);
    let left = testkit::fresh_folder();
    disk.cut(&left, random);
    Ground::at(left)
}

async fn cuts_lose_nothing(cuts: u32, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let recorder = Recorder::build();
    let mut ground = Ground::fresh(Engine::Sqlite).await;
    let mut writers: Vec<Writer> = (0..WRITERS).map(|_| Writer::default()).collect();
    for count in 1..=cuts {
        let life = Duration::from_millis(random.random_range(1..=LONGEST_LIFE));
        ground = cut(ground, &mut writers, life, &recorder, Synchronous::Full, &mut random).await;
        if count % CUTS_PER_CHECK == 0 || count == cuts {
            check(&ground, &mut writers).await;
        }
    }
    let acknowledged: usize = writers.iter().map(Writer::acknowledged).sum();
    println!("soak: {cuts} power cuts, {acknowledged} customers");
}

#[test]
fn ten_power_cuts_lose_no_acknowledged_write() {
    testkit::run(cuts_lose_nothing(10, 1));
}

/// What the test above would not see, it could not promise.
#[test]
fn power_cuts_are_seen_to_lose_what_only_checkpoints_flush() {
    testkit::run(async {
        let mut random = StdRng::seed_from_u64(2);
        let ground = Ground::fresh(Engine::Sqlite).await;
        let mut writers: Vec<Writer> = (0..WRITERS).map(|_| Writer::default()).collect();
        // The beginnings are on the disk.
        check(&ground, &mut writers).await;
        let left = cut(ground, &mut writers, LONG_LIFE, &Recorder::build(), Synchronous::Normal, &mut random).await;
        let process = Process::start(&left);
        let (mut lost, mut acknowledged) = (0, 0);
        for writer in &writers {
            lost += writer.lost(process.channel().await).await;
            acknowledged += writer.acknowledged();
        }
        assert!(lost > 0, "all of {acknowledged} customers are there");
    });
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_two_hundred_power_cuts() {
    testkit::run(cuts_lose_nothing(200, 3));
}
