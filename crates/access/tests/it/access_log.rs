//! The access log, on each engine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use access::log::{AccessLog, Act, Entry, LogMode, NAMED_RECORDS};
use access::{AuthenticateLayer, Authenticator, ClassSet, DataClass};
use clock::Clock;
use database::{Database, Parameter};
use telemetry::TraceContext;
use tonic::body::Body;
use tower::{Layer, ServiceExt, service_fn};
use uuid::Uuid;

use crate::engine::on_each_engine;
use crate::signer::{self, Signer, claims};

fn entry(actor: &str, records: Vec<Uuid>) -> Entry {
    Entry {
        tenant: Arc::from("acme"),
        actor: actor.to_owned(),
        act: Act::View,
        entity_kind: "customer",
        records,
        classes: DataClass::Fact | DataClass::Contact,
        trace: None,
    }
}

async fn count(database: &Database, table: &str) -> i64 {
    let mut transaction = database.begin().await.unwrap();
    let rows = transaction.query(format!("SELECT count(*) FROM {table}"), Vec::<Parameter>::new()).await.unwrap();
    rows[0].integer(0).unwrap()
}

#[tokio::test]
async fn who_read_a_record_and_what_someone_read_are_answered_newest_first_page_by_page() {
    on_each_engine(async |database| {
        let clock = signer::clock();
        let log = AccessLog::start(database, LogMode::Batched, clock.clone());
        let (watched, other) = (clock.id(), clock.id());
        let trace = TraceContext::start(&clock);
        for hour in 0..7 {
            let actor = if hour % 2 == 0 { "staff:even" } else { "staff:odd" };
            let seen = Entry { act: Act::List, trace: Some(trace), ..entry(actor, vec![other, watched, other]) };
            log.record(seen).await.unwrap();
            log.record(entry("staff:odd", vec![other])).await.unwrap();
            clock.advance(3_600_000_000);
        }
        log.record(Entry { tenant: Arc::from("rival"), ..entry("staff:odd", vec![watched]) }).await.unwrap();
        log.flush().await.unwrap();

        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = log.entries_of_record("acme", watched, before, 3).await.unwrap();
            assert!(page.len() <= 3);
            let Some(last) = page.last() else { break };
            before = Some(last.entry_id);
            found.extend(page);
        }
        assert_eq!(found.len(), 7);
        assert!(found.is_sorted_by(|newer, older| newer.time > older.time));
        let newest = &found[0];
        assert_eq!((newest.actor.as_str(), newest.act.as_str()), ("staff:even", "list"));
        assert_eq!((newest.entity_kind.as_str(), newest.record_count), ("customer", 3));
        assert_eq!(newest.classes, DataClass::Fact | DataClass::Contact);
        assert_eq!(newest.trace_id, Some(trace.trace_id().to_string()));

        let first = log.entries_of_actor("acme", "staff:odd", None, 6).await.unwrap();
        let rest = log.entries_of_actor("acme", "staff:odd", Some(first[5].entry_id), 100).await.unwrap();
        assert_eq!((first.len(), rest.len()), (6, 4));
        let distinct: BTreeSet<_> = first.iter().chain(&rest).map(|entry| entry.entry_id).collect();
        assert_eq!(distinct.len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_many_writers_logged_is_lost_at_a_flush() {
    const WRITERS: usize = 32;
    const ENTRIES: usize = 200;
    on_each_engine(async |database| {
        let log = AccessLog::start(database.clone(), LogMode::Batched, Clock::system());
        let writers = (0..WRITERS).map(|writer| {
            let log = log.clone();
            tokio::spawn(async move {
                let clock = Clock::system();
                for _ in 0..ENTRIES {
                    let records = (0..writer).map(|_| clock.id()).collect();
                    log.record(entry(&format!("staff:{writer}"), records)).await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        log.flush().await.unwrap();
        assert_eq!(count(&database, "access_entry").await, (WRITERS * ENTRIES) as i64);
        assert_eq!(count(&database, "access_record").await, (ENTRIES * (0..WRITERS).sum::<usize>()) as i64);
    })
    .await;
}

#[tokio::test]
async fn more_than_the_queue_holds_waits_and_arrives() {
    on_each_engine(async |database| {
        let clock = Clock::system();
        let log = AccessLog::start(database.clone(), LogMode::Batched, clock.clone());
        for _ in 0..150 {
            let records = (0..NAMED_RECORDS).map(|_| clock.id()).collect();
            log.record(entry("staff:1", records)).await.unwrap();
        }
        log.flush().await.unwrap();
        assert_eq!(count(&database, "access_record").await, 150_000);
    })
    .await;
}

#[tokio::test]
async fn strict_mode_answers_when_the_entry_is_durable() {
    on_each_engine(async |database| {
        let log = AccessLog::start(database.clone(), LogMode::Strict, Clock::system());
        for expected in 1..=5 {
            log.record(entry("staff:1", vec![Uuid::nil()])).await.unwrap();
            assert_eq!(count(&database, "access_entry").await, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn records_beyond_the_limit_are_counted() {
    on_each_engine(async |database| {
        let clock = Clock::system();
        let log = AccessLog::start(database.clone(), LogMode::Strict, clock.clone());
        let records = (0..NAMED_RECORDS + 5).map(|_| clock.id()).collect();
        log.record(Entry { act: Act::Export, ..entry("staff:1", records) }).await.unwrap();
        let logged = log.entries_of_actor("acme", "staff:1", None, 10).await.unwrap();
        assert_eq!(logged[0].record_count, NAMED_RECORDS as i64 + 5);
        assert_eq!(count(&database, "access_record").await, NAMED_RECORDS as i64);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_fails_is_tried_again_and_a_call_that_gave_up_loses_no_entry() {
    on_each_engine(async |database| {
        let log = AccessLog::start(database.clone(), LogMode::Strict, Clock::system());
        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ALTER TABLE access_record RENAME TO elsewhere", vec![]).await.unwrap();
        transaction.commit().await.unwrap();
        let given_up = tokio::time::timeout(Duration::from_millis(50), log.record(entry("staff:1", vec![Uuid::nil()])));
        assert!(given_up.await.is_err(), "nothing can be durable yet");

        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ALTER TABLE elsewhere RENAME TO access_record", vec![]).await.unwrap();
        transaction.commit().await.unwrap();
        log.flush().await.unwrap();
        assert_eq!(count(&database, "access_entry").await, 1);
        assert_eq!(count(&database, "access_record").await, 1);
    })
    .await;
}

#[tokio::test]
async fn each_token_is_logged_as_a_login_once() {
    on_each_engine(async |database| {
        let signer = Signer::ed25519("a");
        let (tokens, _folder) = signer::verifier(&[&signer], &signer::clock()).await;
        let log = AccessLog::start(database, LogMode::Batched, Clock::system());
        let layer = AuthenticateLayer::new(Authenticator::by_token(tokens).with_logins(log.clone()));
        for _ in 0..3 {
            let token = format!("Bearer {}", signer.token(&claims()));
            let request = http::Request::builder().header("authorization", token).body(Body::empty()).unwrap();
            let welcome = async |_| Ok::<_, std::convert::Infallible>(http::Response::new(Body::empty()));
            layer.layer(service_fn(welcome)).oneshot(request).await.unwrap();
        }
        log.flush().await.unwrap();
        let actor = "subject:https://login.example.com/#u-17";
        let logins = log.entries_of_actor("acme-1", actor, None, 10).await.unwrap();
        assert_eq!(logins.len(), 1);
        assert_eq!((logins[0].act.as_str(), logins[0].classes), ("login", ClassSet::empty()));
    })
    .await;
}
