//! Two ways of reading a journal on PostgreSQL that look right and are not, beside the one that is. If these tests ever find
//! nothing wrong with them, the writers no longer get in each other's way, and the test of the true reader says nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clock::Clock;
use contracts::feed::v1::Entry;
use database::{Connections, Database};
use feed::{Audience, Publisher};
use futures::StreamExt;
use futures::future::join_all;
use journal::{Journal, PARTITIONS, Place, RequestClaim, Settings};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testkit::Engine;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::notes::{self, TENANT};

/// Processes that write.
const WRITERS: u64 = 8;
/// Records that they all write.
const RECORDS: u64 = 24;
/// Revisions to which each record is taken in one try.
const REVISIONS: i64 = 60;
/// How often it is tried before a broken reader counts as sound.
const TRIES: usize = 20;

/// What a reader saw: record and revision, in its order.
type Seen = Vec<(Uuid, i64)>;

/// Reads until `end`, and once more.
async fn read(database: Database, sql: &'static str, end: Arc<AtomicBool>) -> Seen {
    let (mut seen, mut first, mut second) = (Vec::new(), 0_i64, 0_i64);
    loop {
        let is_last = end.load(Ordering::Acquire);
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [first.into(), second.into()]);
        for row in database.reader().query_all_raw(statement).await.unwrap() {
            seen.push((row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()));
            (first, second) = (row.try_get_by_index(2).unwrap(), row.try_get_by_index(3).unwrap());
        }
        if is_last {
            return seen;
        }
    }
}

/// By `position > last`: a position is given before its transaction is committed, so a lower one may appear later.
const BY_POSITION: &str =
    "SELECT entity_id, revision, position, $2::bigint FROM journal WHERE position > $1 ORDER BY position";

/// By (transaction id, position), of transactions that nobody can be in any more: nothing is lost for ever, though anybody's long
/// transaction holds it up, but a transaction may have got its id before another that came first to the record.
const BY_TRANSACTION: &str = "
    SELECT entity_id, revision, xmin::text::bigint, position FROM journal
    WHERE (xmin::text::bigint, position) > ($1, $2)
        AND xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY xmin::text::bigint, position";

/// The feed, until as many entries came as there are.
async fn read_feed(publisher: Publisher, total: usize) -> Seen {
    let watches = (0..PARTITIONS).map(|partition| publisher.watch(partition, Place::default(), Audience::AllTenants));
    let mut messages = futures::stream::select_all(watches);
    let mut seen = Vec::new();
    while seen.len() < total {
        let message = messages.next().await.unwrap().unwrap();
        seen.extend(
            message.entries.iter().map(|Entry { entity_id, revision, .. }| (entity_id.parse().unwrap(), *revision)),
        );
    }
    seen
}

/// Takes every record through its revisions. Each change is sent to two processes at once with the next, as by callers who know
/// what the other is about to write; one that comes too early is refused, and sent again.
async fn write(journals: &[Journal], record: u64) {
    let send = async |revision: i64, journal: &Journal| {
        let mut write = notes::write(TENANT, [record], revision);
        let id = Uuid::from_u128(rand::random());
        write.request = Some(RequestClaim { principal: "test".into(), id, fingerprint: [0; 32] });
        journal.write(write).await.is_ok()
    };
    let journal = |index: i64| &journals[usize::try_from(index).unwrap() % journals.len()];
    let mut revision = 1;
    while revision <= REVISIONS {
        let (one, next) = tokio::join!(send(revision, journal(revision)), send(revision + 1, journal(revision + 1)));
        revision += i64::from(one) + i64::from(next);
    }
}

/// How many of the entries a reader lost, and how many it saw after a later one of the same record.
fn faults(seen: &Seen, written: &BTreeMap<Uuid, i64>) -> (i64, usize) {
    let mut newest = HashMap::new();
    let mut inverted = 0;
    for (record, revision) in seen {
        let newest = newest.entry(*record).or_insert(0);
        inverted += usize::from(*newest > *revision);
        *newest = (*newest).max(*revision);
    }
    (written.values().sum::<i64>() - i64::try_from(seen.len()).unwrap(), inverted)
}

/// One try: what was lost and inverted by position, by transaction, by the feed.
async fn attempt() -> [(i64, usize); 3] {
    let url = testkit::fresh_url::<notes::Migrator>(Engine::Postgres).await;
    let connections = Connections { readers: 4, writers: 2 * u32::try_from(WRITERS).unwrap() };
    let database = Database::connect(&url.parse().unwrap(), connections).await.unwrap();
    let open = || Journal::open(notes::SERVICE, database.clone(), Clock::system(), Settings::default()).0;
    let journals: Vec<_> = (0..WRITERS).map(|_| open()).collect();
    let (ended, end) = (Arc::new(AtomicBool::new(false)), CancellationToken::new());
    let readers =
        [BY_POSITION, BY_TRANSACTION].map(|sql| tokio::spawn(read(database.clone(), sql, Arc::clone(&ended))));
    let sequencers: Vec<_> =
        journals.iter().map(|journal| tokio::spawn(journal.clone().sequence(end.clone()))).collect();
    join_all((0..RECORDS).map(|record| write(&journals, record))).await;
    ended.store(true, Ordering::Release);
    let written: BTreeMap<_, _> = join_all((0..RECORDS).map(async |record| {
        let id = notes::id(record);
        (id, journals[0].entries(TENANT, id, i64::MAX, 1).await.unwrap()[0].revision)
    }))
    .await
    .into_iter()
    .collect();
    let total = usize::try_from(written.values().sum::<i64>()).unwrap();
    let publisher = Publisher::new(notes::SERVICE, &journals[0], notes::event);
    let by_feed = read_feed(publisher, total).await;
    let [by_position, by_transaction] = readers;
    let seen = [by_position.await.unwrap(), by_transaction.await.unwrap(), by_feed];
    end.cancel();
    join_all(sequencers).await;
    seen.map(|seen| faults(&seen, &written))
}

#[test]
fn broken_readers_lose_or_invert_what_the_feed_sends_whole_and_in_order() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let (mut lost, mut inverted) = (0, 0);
        for _ in 0..TRIES {
            let [by_position, by_transaction, by_feed] = attempt().await;
            assert_eq!(by_feed, (0, 0), "the feed loses and inverts nothing");
            println!("by position {by_position:?}, by transaction {by_transaction:?}");
            (lost, inverted) = (lost + by_position.0, inverted + by_transaction.1);
            if lost > 0 && inverted > 0 {
                return;
            }
        }
        panic!("{lost} entries were lost by position, {inverted} inverted by transaction: were there any writers?");
    });
}
