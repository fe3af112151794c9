//! Leases: what was written under one that another has by now is refused, and work in parts is spread over all who do it.

use std::collections::BTreeMap;
use std::time::Duration;

use database::{Connections, Database, Engine, Lease, LeaseShare};
use futures::future::join_all;
use journal::{Fence, Refusal, Write, WriteError};
use testkit::on_both_engines;
use uuid::Uuid;

use crate::notes::{self, request, write};

const TERM: Duration = Duration::from_millis(300);
/// Long enough that no step of a test outlasts it.
const SHARE_TERM: Duration = Duration::from_secs(5);
const PARTS: i64 = 16;

fn fenced(id: u128, epoch: i64) -> Write {
    Write {
        fence: Some(Fence { lease: "work/0".into(), epoch }),
        request: Some(request(id, 1)),
        ..write(Uuid::from_u128(id), 0, "text", id)
    }
}

fn share(holder: u128) -> LeaseShare {
    LeaseShare::new("work", PARTS, Uuid::from_u128(holder), SHARE_TERM)
}

async fn keep(database: &Database, holders: impl IntoIterator<Item = u128>) -> BTreeMap<u128, usize> {
    let mut held = BTreeMap::new();
    for holder in holders {
        held.insert(holder, share(holder).keep(database).await.unwrap().len());
    }
    held
}

on_both_engines! {
    async fn who_lost_the_lease_writes_nothing_more_and_leaves_no_trace(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let lease = |holder| Lease::new("work/0", Uuid::from_u128(holder), TERM);
        let first = lease(1).acquire(&database).await.unwrap().unwrap();
        journal.write(fenced(1, first)).await.unwrap();
        tokio::time::sleep(TERM * 2).await;
        // Nobody took it: the one who has it may go on.
        journal.write(fenced(2, first)).await.unwrap();
        let second = lease(2).acquire(&database).await.unwrap().unwrap();
        let stale = journal.write(fenced(3, first)).await;
        assert!(matches!(stale, Err(WriteError::Refused(Refusal::Fenced))), "{stale:?}");
        let at_once = futures::join!(journal.write(fenced(3, second)), journal.write(fenced(4, first)));
        assert!(at_once.0.is_ok() && at_once.1.is_err(), "{at_once:?}");
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    }

    async fn a_fenced_write_takes_nobodys_request_id_back(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let epoch = Lease::new("work/0", Uuid::from_u128(1), TERM).acquire(&database).await.unwrap().unwrap();
        journal.write(fenced(1, epoch)).await.unwrap();
        journal.write(fenced(1, epoch + 7)).await.unwrap_err();
        let answered = journal.answered("tenant", &request(1, 1)).await.unwrap();
        assert!(answered.is_some());
    }

    async fn who_stands_still_amid_its_keeping_holds_up_nobody(engine) {
        let database = notes::database(engine).await;
        let share = |holder| LeaseShare::new("still", 4, Uuid::from_u128(holder), TERM);
        share(1).keep(&database).await.unwrap();
        let member = format!("still/member/{}", Uuid::from_u128(1));
        // On SQLite nobody can stand still there, since there is one writer.
        let mut standing = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(database.begin().await.unwrap()),
        };
        if let Some(transaction) = &mut standing {
            Lease::new(member, Uuid::from_u128(1), TERM).acquire_in(transaction).await.unwrap();
        }
        tokio::time::sleep(TERM * 4).await;
        let held = tokio::time::timeout(Duration::from_secs(20), share(2).keep(&database)).await.unwrap();
        assert_eq!(held.unwrap().len(), 4);
    }

    async fn keeping_parts_and_writing_under_them_never_wait_in_a_circle(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let held = share(1).keep(&database).await.unwrap();
        let under = |part: i64, id: u128| Write {
            fence: Some(Fence { lease: share(1).part(part), epoch: held[&part] }),
            ..write(Uuid::from_u128(id), 0, "text", id)
        };
        for round in 0..100 {
            // The names of the parts 2 and 10 are in the other order than their numbers.
            let writes = (0..20).map(|id| journal.write(under(if id % 2 == 0 { 2 } else { 10 }, 100 * round + id)));
            let share = share(1);
            let (written, kept) = futures::join!(join_all(writes), share.keep(&database));
            assert!(written.iter().all(Result::is_ok), "{written:?}");
            assert_eq!(kept.unwrap().len(), 16);
        }
    }

    async fn parts_are_spread_evenly_over_those_who_are_alive(engine) {
        let database = notes::database(engine).await;
        assert_eq!(keep(&database, [1]).await, BTreeMap::from([(1, 16)]));
        // Who has more than its share gives back, and the next round the others take it.
        keep(&database, [2, 3, 1, 2, 3]).await;
        let held = keep(&database, [1, 2, 3]).await;
        assert!(held.values().all(|held| (4..=6).contains(held)), "{held:?}");
        assert_eq!(held.values().sum::<usize>(), 16);
        tokio::time::sleep(SHARE_TERM * 2).await;
        assert_eq!(keep(&database, [2]).await, BTreeMap::from([(2, 16)]), "the others are gone");
    }

    async fn a_part_is_never_held_by_two_at_the_same_epoch(engine) {
        let database = notes::database(engine).await;
        let mut seen = BTreeMap::new();
        for round in 0..30 {
            let holder = 1 + round % 3;
            for (part, epoch) in share(holder).keep(&database).await.unwrap() {
                let before = seen.insert((part, epoch), holder);
                assert!(before.is_none_or(|before| before == holder), "part {part} at epoch {epoch}");
            }
            if round % 7 == 0 {
                share(holder).release(&database).await.unwrap();
            }
        }
        assert!(seen.len() > 16, "it changed hands");
    }
}

#[test]
fn who_has_the_folder_to_itself_waits_for_no_lease_of_the_dead() {
    testkit::run(async {
        let url = testkit::fresh_url::<notes::Migrator>(Engine::Sqlite).await.parse().unwrap();
        let lease = |holder| Lease::new("work", Uuid::from_u128(holder), Duration::from_secs(3_600));
        let database = Database::connect(&url, Connections::default()).await.unwrap();
        let first = lease(1).acquire(&database).await.unwrap().unwrap();
        assert_eq!(lease(2).acquire(&database).await.unwrap(), None);
        database.close().await;
        let database = Database::connect(&url, Connections::default()).await.unwrap();
        assert_eq!(lease(2).acquire(&database).await.unwrap(), Some(first + 1));
    });
}
