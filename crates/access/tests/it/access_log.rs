//! The access log, on each engine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use access::log::{AccessLog, AccessLogLost, Act, Entry, LogMode, LoggedEntry, NAMED_RECORDS, Subject};
use access::{ClassSet, DataClass};
use clock::Clock;
use database::Database;
use serde_json::json;
use telemetry::TraceContext;
use tempfile::TempDir;
use uuid::Uuid;

use crate::engine::{migrated, on_each_engine, sqlite_in};
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

/// How many entries are durable, and how many records they name.
async fn stored(database: &Database) -> (usize, usize) {
    let mut transaction = database.begin().await.unwrap();
    let blocks = transaction.query("SELECT entries FROM access_block", vec![]).await.unwrap();
    let blocks = blocks.iter().map(|row| serde_json::from_str::<Vec<LoggedEntry>>(&row.text(0).unwrap()).unwrap());
    let entries: Vec<_> = blocks.flatten().collect();
    let ids: BTreeSet<_> = entries.iter().map(|entry| entry.entry_id).collect();
    assert_eq!(ids.len(), entries.len(), "an entry is stored twice");
    (entries.len(), entries.iter().map(|entry| entry.records.len()).sum())
}

/// All entries of a subject, page by page.
async fn all(log: &AccessLog, tenant: &str, subject: Subject<'_>, limit: usize) -> Vec<LoggedEntry> {
    let (mut entries, mut from) = (Vec::new(), None);
    loop {
        let page = log.entries(tenant, subject, from, limit).await.unwrap();
        assert!(page.entries.len() <= limit);
        entries.extend(page.entries);
        from = page.next;
        if from.is_none() {
            return entries;
        }
    }
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
            if hour % 3 == 0 {
                log.flush().await.unwrap();
            }
            clock.advance(3_600_000_000);
        }
        log.record(Entry { tenant: Arc::from("rival"), ..entry("staff:odd", vec![watched]) }).await.unwrap();
        log.flush().await.unwrap();

        for limit in 1..10 {
            let read = all(&log, "acme", Subject::Record(watched), limit).await;
            assert_eq!(read.len(), 7);
            assert!(read.is_sorted_by(|newer, older| newer.time > older.time), "{limit} a page");
            assert_eq!(all(&log, "acme", Subject::Record(other), limit).await.len(), 14);
            assert_eq!(all(&log, "acme", Subject::Actor("staff:even"), limit).await.len(), 4);
            assert_eq!(all(&log, "acme", Subject::Actor("staff:odd"), limit).await.len(), 10);
            assert_eq!(all(&log, "rival", Subject::Record(watched), limit).await.len(), 1);
            assert_eq!(all(&log, "acme", Subject::Record(Uuid::nil()), limit).await.len(), 0);
        }
        let newest = &all(&log, "acme", Subject::Record(watched), 1).await[0];
        assert_eq!((newest.actor.as_str(), &*newest.act, &*newest.entity_kind), ("staff:even", "list", "customer"));
        assert_eq!((newest.records.as_slice(), newest.record_count), ([other, watched, other].as_slice(), 3));
        assert_eq!(newest.classes, DataClass::Fact | DataClass::Contact);
        assert_eq!(newest.trace_id, Some(trace.trace_id().to_string()));
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
        assert_eq!(stored(&database).await, (WRITERS * ENTRIES, ENTRIES * (0..WRITERS).sum::<usize>()));
        assert_eq!(all(&log, "acme", Subject::Actor("staff:7"), 50).await.len(), ENTRIES);
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
        assert_eq!(stored(&database).await, (150, 150_000));
    })
    .await;
}

#[tokio::test]
async fn strict_mode_answers_when_the_entry_is_durable() {
    on_each_engine(async |database| {
        let log = AccessLog::start(database.clone(), LogMode::Strict, Clock::system());
        for expected in 1..=5 {
            log.record(entry("staff:1", vec![Uuid::nil()])).await.unwrap();
            assert_eq!(stored(&database).await.0, expected);
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
        let logged = all(&log, "acme", Subject::Actor("staff:1"), 10).await;
        assert_eq!((logged[0].record_count, logged[0].records.len()), (NAMED_RECORDS + 5, NAMED_RECORDS));
    })
    .await;
}

#[tokio::test]
async fn a_database_that_fails_is_tried_again_and_a_call_that_gave_up_loses_no_entry() {
    on_each_engine(async |database| {
        let log = AccessLog::start(database.clone(), LogMode::Strict, Clock::system());
        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ALTER TABLE access_subject_document RENAME TO elsewhere", vec![]).await.unwrap();
        transaction.commit().await.unwrap();
        let given_up = tokio::time::timeout(Duration::from_millis(50), log.record(entry("staff:1", vec![Uuid::nil()])));
        assert!(given_up.await.is_err(), "nothing can be durable yet");

        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ALTER TABLE elsewhere RENAME TO access_subject_document", vec![]).await.unwrap();
        transaction.commit().await.unwrap();
        log.flush().await.unwrap();
        assert_eq!(stored(&database).await, (1, 1));
        assert_eq!(all(&log, "acme", Subject::Record(Uuid::nil()), 10).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_process_ends_though_its_access_log_cannot_be_written_and_says_what_is_lost() {
    let folder = TempDir::new().unwrap();
    let database = migrated(&sqlite_in(&folder)).await;
    let log = AccessLog::start(database.clone(), LogMode::Batched, Clock::system());
    let mut transaction = database.begin().await.unwrap();
    transaction.execute("ALTER TABLE access_subject_document RENAME TO elsewhere", vec![]).await.unwrap();
    transaction.commit().await.unwrap();
    log.record(entry("staff:1", vec![Uuid::nil()])).await.unwrap();
    assert_eq!(log.close().await, Err(AccessLogLost(2)));
}

#[tokio::test]
async fn each_token_is_logged_as_a_login_once_however_many_calls_bring_it() {
    on_each_engine(async |database| {
        let (signer, clock) = (Signer::ed25519("a"), signer::clock());
        let (verifier, _folder) = signer::verifier(&[&signer], &clock).await;
        let log = AccessLog::start(database, LogMode::Strict, Clock::system());
        let verifier = verifier.with_logins(log.clone());
        let (token, other) = (signer.token(&claims()), signer.token(&signer::claims_with("jti", json!("2"))));
        let trace = TraceContext::start(&clock);
        let calls = (0..10).map(|_| verifier.verify(&token, Some(trace)));
        assert!(futures::future::join_all(calls).await.iter().all(Result::is_ok));
        clock.advance(90_000_000);
        assert!(verifier.verify(&token, None).await.is_ok());
        let actor = Subject::Actor("subject:d033e4888169ee52e73c727b9191b443");
        let logins = all(&log, "acme-1", actor, 10).await;
        assert_eq!(logins.len(), 1, "verified again is not met again");
        assert_eq!((&*logins[0].act, logins[0].classes), ("login", ClassSet::empty()));
        assert_eq!(logins[0].trace_id, Some(trace.trace_id().to_string()));
        assert!(verifier.verify(&other, None).await.is_ok());
        assert_eq!(all(&log, "acme-1", actor, 10).await.len(), 2);
    })
    .await;
}
