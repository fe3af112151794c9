//! What is kept by consumers that are killed at random moments, and hear again what they have heard.

use std::time::Duration;

use access::Role;
use analytics::{Activities, Customers};
use client::{Peer, ServiceToken};
use clock::Clock;
use database::{Connections, Database};
use feed::{Consumer, Projection, Remote, Source};
use house::storage;
use rand::{Rng, SeedableRng, rngs::StdRng};
use testkit::on_both_engines;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{history, tables};
use crate::harness::{DAY, House, Reporting, day, records};

/// How long the first consumer that is killed keeps its lease, and the longest that it works before, in milliseconds. Both grow with every
/// kill: on any machine one gets to the end at last.
const TERM: u64 = 150;
const LONGEST_LIFE: u64 = 100;
const LONGER: u64 = 20;
/// How far all partitions of both feeds were heard, together.
const HEARD: &str = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM feed_checkpoint";

/// A consumer of one of the feeds of a house, with a lease of so long.
fn follow<P: Projection + Send + Sync + 'static>(
    house: &House,
    kept: &Database,
    publisher: &'static str,
    projection: P,
    term: Duration,
) -> JoinHandle<()> {
    let token = house.token("default", "analytics", Role::System).0.unwrap();
    let peer = Peer::connect(&format!("http://{}", house.address())).unwrap();
    let source = Source::Network(Remote::new(peer, ServiceToken::new(&token).unwrap(), publisher));
    let consumer = Consumer::new("analytics", source, kept.clone(), projection, Clock::system()).with_term(term);
    tokio::spawn(consumer.run(CancellationToken::new()))
}

/// Ends it in the middle of whatever it does, as SIGKILL does.
async fn kill(consumer: JoinHandle<()>) {
    // Unlike a process, a task leaves its connection to the next, in the middle of a statement: its server remarks on that.
    testkit::allow_log("transaction in progress");
    consumer.abort();
    let _ = consumer.await;
}

on_both_engines! {
    async fn what_killed_consumers_keep_is_what_one_keeps_that_was_left_alone(engine) {
        let mut random = StdRng::seed_from_u64(20_240_520);
        let house = House::new(engine).await;
        history(&house, 8).await;
        house.zones(&[("Europe/London", None), ("Asia/Tokyo", Some(day(2024, 5, 22)))]).await;
        history(&house, 8).await;
        house.clock.advance(DAY);
        house.counted().await;
        let (addresses, clock) = house.close().await;
        let all = storage::number(&records(&addresses), HEARD).await;
        let expected = tables(&records(&addresses)).await;

        let house = House::open(addresses, clock).await;
        let url = testkit::fresh_url::<analytics::Migrator>(engine).await;
        let kept = Database::connect(&url.parse().unwrap(), Connections { readers: 2, writers: 2 }).await.unwrap();
        let (mut kills, mut heard_again) = (0_u64, 0);
        while kills < 12 || kept.number(HEARD, Vec::new()).await.unwrap() < all {
            let term = Duration::from_millis(TERM + kills * LONGER);
            let customers = follow(&house, &kept, "customer", Customers, term);
            let activities = follow(&house, &kept, "interaction", Activities, term);
            let life = random.random_range(1..=LONGEST_LIFE + kills * LONGER);
            // They wait out the leases of those before, and then work for a while.
            tokio::time::sleep(term + Duration::from_millis(life)).await;
            kill(customers).await;
            kill(activities).await;
            kills += 1;
            if heard_again < 4 {
                // What was heard of a partition is told once more.
                heard_again += 1;
                let mut transaction = kept.begin().await.unwrap();
                let sql = "DELETE FROM feed_checkpoint WHERE partition % 4 = $1";
                transaction.execute(sql, vec![random.random_range(0..4_i64).into()]).await.unwrap();
                transaction.commit().await.unwrap();
            }
        }
        kept.close().await;
        house.close().await;
        assert_eq!(tables(&url).await, expected, "after {kills} kills");
    }
}
