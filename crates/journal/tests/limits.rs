//! What must not be done too often, or be there too often.

use clock::Clock;
use database::Database;
use futures::future::join_all;
use journal::entity::limit;
use journal::{Counted, Journal, Limit, Outcome, Refusal, Settings, Write, WriteError};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng, rngs::StdRng};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use testkit::{Engine, on_both_engines};
use uuid::Uuid;

use crate::notes::{self, key, request, write};

const WRITES: u128 = 64;
const MOST: i64 = 10;

/// The processes that write: two on PostgreSQL; SQLite has one.
fn journals(database: &Database, engine: Engine) -> Vec<Journal> {
    (0..if engine == Engine::Sqlite { 1 } else { 2 }).map(|_| notes::journal(database)).collect()
}

fn of_writes(value: &str, most: i64) -> Limit {
    Limit { kind: "writes/today".into(), value: value.into(), most, counted: Counted::Writes }
}

/// At most `most` notes say `text`.
fn of_notes(text: &str, most: i64) -> Limit {
    let sql = "SELECT COUNT(*) FROM note WHERE tenant_id = $1 AND facts = $2";
    let parameters = vec![notes::TENANT.into(), format!("{{\"text\":\"{text}\"}}").into()];
    Limit { kind: "notes".into(), value: text.into(), most, counted: Counted::Rows { sql: sql.into(), parameters } }
}

fn limited(id: u128, text: &str, limits: Vec<Limit>) -> Write {
    Write { limits, ..write(Uuid::from_u128(id), 0, text, id) }
}

fn is_committed(result: &Result<Outcome, WriteError>) -> bool {
    matches!(result, Ok(Outcome::Committed(_)))
}

fn reached(limit: usize, count: i64) -> Refusal {
    Refusal::LimitReached { limit, count }
}

fn refusal(result: Result<Outcome, WriteError>) -> Refusal {
    match result {
        Err(WriteError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// The counters that are not at 0, by whose they are.
async fn counts(database: &Database) -> Vec<(String, i64)> {
    let mut rows = limit::Entity::find().filter(limit::Column::Count.ne(0)).all(database.reader()).await.unwrap();
    rows.sort_by(|one, other| one.value.cmp(&other.value));
    rows.into_iter().map(|row| (row.value, row.count)).collect()
}

/// Hands all writes in at once, to the processes in turn.
async fn write_all(journals: &[Journal], writes: Vec<Write>) -> Vec<Result<Outcome, WriteError>> {
    let writes = writes.into_iter().enumerate();
    join_all(writes.map(|(index, write)| journals[index % journals.len()].write(write))).await
}

on_both_engines! {
    async fn of_many_writes_under_a_limit_as_many_pass_as_may(engine) {
        let database = notes::database(engine).await;
        let journals = journals(&database, engine);
        let writes = (1..=WRITES).map(|id| limited(id, "text", vec![of_writes("li", MOST)])).collect();
        let results = write_all(&journals, writes).await;
        let (passed, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(is_committed);
        assert_eq!(passed.len(), 10);
        for result in refused {
            assert_eq!(refusal(result), reached(0, MOST));
        }
        assert_eq!(counts(&database).await, [("li".to_owned(), MOST)]);
        assert_eq!(notes::faults(&journals[0]).await, Vec::<String>::new());
    }

    async fn a_limit_of_rows_counts_them_whoever_wrote_them(engine) {
        let database = notes::database(engine).await;
        let journals = journals(&database, engine);
        for id in 1001..=1003 {
            journals[0].write(write(Uuid::from_u128(id), 0, "held", id)).await.unwrap();
        }
        let writes = (1..=WRITES).map(|id| limited(id, "held", vec![of_notes("held", MOST)])).collect();
        let results = write_all(&journals, writes).await;
        assert_eq!(results.iter().filter(|result| is_committed(result)).count(), 7);
        // What another write takes away makes room.
        journals[0].write(write(Uuid::from_u128(1001), 1, "gone", 2001)).await.unwrap();
        assert!(is_committed(&journals[0].write(limited(2002, "held", vec![of_notes("held", MOST)])).await));
        let refused = journals[0].write(limited(2003, "held", vec![of_notes("held", MOST)])).await;
        assert_eq!(refusal(refused), reached(0, MOST));
    }

    async fn rows_are_counted_one_write_after_another(engine) {
        let database = notes::database(engine).await;
        let journals = journals(&database, engine);
        for round in 0..20 {
            let text = format!("round {round}");
            let ids = (1..=8).map(|id| round * 100 + id);
            let writes = ids.map(|id| limited(id, &text, vec![of_notes(&text, 1)])).collect();
            let results = write_all(&journals, writes).await;
            assert_eq!(results.iter().filter(|result| is_committed(result)).count(), 1, "{text}");
        }
    }

    async fn a_write_that_is_refused_has_counted_nothing_and_holds_nothing(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        journal.write(limited(1, "text", vec![of_writes("chen", 1), of_writes("li", 9)])).await.unwrap();
        let loser = Write {
            claims: vec![key(3)],
            request: Some(request(8, 1)),
            ..limited(2, "text", vec![of_writes("li", 9), of_writes("chen", 1), of_writes("wang", 9)])
        };
        assert_eq!(refusal(journal.write(loser).await), reached(1, 1));
        // It was written together with others.
        let mut writes = vec![limited(9, "text", vec![of_writes("li", 9)])];
        writes.extend((3..=8).map(|id| limited(id, "text", vec![of_writes("wang", 9), of_writes("chen", 1)])));
        let results = write_all(std::slice::from_ref(&journal), writes).await;
        assert_eq!(results.iter().filter(|result| is_committed(result)).count(), 1);
        let counts = counts(&database).await;
        assert_eq!(counts, [("chen", 1), ("li", 2)].map(|(value, count)| (value.to_owned(), count)));
        let next = write(Uuid::from_u128(10), 0, "next", 10);
        let next = Write { claims: vec![key(3)], request: Some(request(8, 2)), ..next };
        assert!(is_committed(&journal.write(next).await));
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    }

    async fn what_another_guard_refuses_is_not_counted(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let missing = Write { limits: vec![of_writes("li", 1)], ..write(Uuid::from_u128(1), 5, "text", 1) };
        assert_eq!(refusal(journal.write(missing).await), Refusal::Revision { record: 0, present: None });
        let asked = |id| Write { request: Some(request(7, 1)), ..limited(id, "text", vec![of_writes("li", 1)]) };
        assert!(is_committed(&journal.write(asked(2)).await));
        let again = journal.write(asked(3)).await;
        assert!(matches!(again, Ok(Outcome::Replayed { .. })), "the limit is reached and not asked");
        assert_eq!(counts(&database).await, [("li".to_owned(), 1)]);
    }

    async fn validating_asks_the_limits_and_counts_nothing(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let asked = limited(1, "held", vec![of_writes("li", 1), of_notes("held", 1)]);
        assert!(journal.validate(&asked).await.is_ok());
        assert_eq!(counts(&database).await, []);
        journal.write(write(Uuid::from_u128(2), 0, "held", 2)).await.unwrap();
        assert_eq!(refusal(journal.validate(&asked).await), reached(1, 1));
        journal.write(limited(3, "text", vec![of_writes("li", 1)])).await.unwrap();
        assert_eq!(refusal(journal.validate(&asked).await), reached(0, 1));
    }

    async fn a_counter_is_forgotten_when_nobody_has_touched_it_for_seven_days(engine) {
        const DAY: i64 = 24 * 3_600 * 1_000_000;
        let database = notes::database(engine).await;
        let clock = Clock::manual(testkit::clock().now());
        let (journal, _writer) = Journal::open("notes", database.clone(), clock.clone(), Settings::default());
        journal.write(limited(1, "text", vec![of_writes("li", 9), of_writes("chen", 9)])).await.unwrap();
        clock.advance(6 * DAY);
        journal.write(limited(2, "text", vec![of_writes("li", 9)])).await.unwrap();
        clock.advance(DAY);
        journal.forget_once().await.unwrap();
        assert_eq!(counts(&database).await, [("chen".to_owned(), 1), ("li".to_owned(), 2)]);
        clock.advance(1);
        journal.forget_once().await.unwrap();
        assert_eq!(counts(&database).await, [("li".to_owned(), 2)]);
    }

    async fn writes_under_several_limits_in_any_order_neither_stop_each_other_nor_go_past_one(engine) {
        const VALUES: usize = 5;
        let database = notes::database(engine).await;
        let journals = journals(&database, engine);
        let mut random = StdRng::seed_from_u64(20_240_520);
        let writes = (1..=400).map(|id| {
            let mut values: Vec<_> = (0..VALUES).collect();
            values.shuffle(&mut random);
            values.truncate(random.random_range(1..=3));
            limited(id, "text", values.into_iter().map(|value| of_writes(&value.to_string(), 40)).collect())
        });
        let writes: Vec<_> = writes.collect();
        let results = write_all(&journals, writes.clone()).await;
        let mut expected = vec![0; VALUES];
        for (asked, result) in writes.iter().zip(results) {
            match result {
                Ok(_) => asked.limits.iter().for_each(|limit| expected[limit.value.parse::<usize>().unwrap()] += 1),
                refused => assert!(matches!(refusal(refused), Refusal::LimitReached { count: 40, .. })),
            }
        }
        assert_eq!(expected, [40; VALUES], "every limit is reached and none is passed");
        let counts: Vec<_> = counts(&database).await.into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, expected);
        assert_eq!(notes::faults(&journals[0]).await, Vec::<String>::new());
    }
}
