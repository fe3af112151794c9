//! What a watch sends, to whom, and from where on.

use std::collections::HashSet;

use contracts::feed::v1::{ChangeKind, ErrorReason, WatchRequest, WatchResponse};
use futures::StreamExt;
use journal::{PARTITIONS, Place};
use prost::Message;
use rand::Rng;
use testkit::{assert_problem, on_both_engines};
use tokio::time::timeout;
use tonic::{Code, Request, Status, Streaming};

use crate::house::{HEARTBEAT, House, SERVICE_TOKEN};
use crate::notes::{self, OTHER_TENANT, PERSONAL, TENANT, take_to};

const NOTES: u64 = 200;
const REVISIONS: i64 = 3;

fn request(partition: i64, after: Place) -> WatchRequest {
    WatchRequest {
        service: notes::SERVICE.into(),
        partition: i32::try_from(partition).unwrap(),
        after_sequence: after.sequence,
        after_hash: after.hash,
    }
}

async fn watch(house: &House, token: &str, request: WatchRequest) -> Result<Streaming<WatchResponse>, Status> {
    let mut request = Request::new(request);
    request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    house.client().watch(request).await.map(tonic::Response::into_inner)
}

/// Everything that a caller is sent of a partition up to the first heartbeat, which comes last.
async fn sent(house: &House, token: &str, partition: i64, after: Place) -> Vec<WatchResponse> {
    let mut messages = watch(house, token, request(partition, after)).await.unwrap();
    let mut sent = Vec::new();
    loop {
        let message = messages.message().await.unwrap().unwrap();
        let is_heartbeat = message.entries.is_empty();
        sent.push(message);
        if is_heartbeat {
            return sent;
        }
    }
}

/// Why a watch is refused, when it is opened or by its first message.
async fn refusal(house: &House, token: &str, request: WatchRequest) -> Status {
    match watch(house, token, request).await {
        Ok(mut messages) => messages.message().await.unwrap_err(),
        Err(status) => status,
    }
}

async fn written(engine: testkit::Engine) -> House {
    let house = House::new(engine).await;
    for revision in 1..=REVISIONS {
        take_to(&house.journal, TENANT, 0..NOTES, revision).await;
        take_to(&house.journal, OTHER_TENANT, NOTES..2 * NOTES, revision).await;
    }
    house.journal.wait_until_ordered().await.unwrap();
    house
}

on_both_engines! {
    async fn a_watch_from_any_place_sends_the_rest_without_gaps(engine) {
        let house = written(engine).await;
        let mut total = 0;
        for partition in 0..PARTITIONS {
            let entries: Vec<_> =
                sent(&house, SERVICE_TOKEN, partition, Place::default()).await.into_iter().flat_map(|m| m.entries).collect();
            total += entries.len();
            let sequences: Vec<_> = entries.iter().map(|entry| entry.sequence).collect();
            assert_eq!(sequences, (1..=i64::try_from(entries.len()).unwrap()).collect::<Vec<_>>());
            let from = rand::rng().random_range(0..entries.len());
            let after = Place { sequence: entries[from].sequence, hash: entries[from].hash.clone() };
            let rest: Vec<_> = sent(&house, SERVICE_TOKEN, partition, after).await.into_iter().flat_map(|m| m.entries).collect();
            assert_eq!(rest, entries[from + 1..]);
        }
        assert_eq!(total, 2 * NOTES as usize * REVISIONS as usize);
    }

    async fn an_entry_says_who_changed_what_and_why_and_nothing_sealed(engine) {
        let house = House::new(engine).await;
        take_to(&house.journal, TENANT, [0], 1).await;
        take_to(&house.journal, TENANT, [0], 2).await;
        house.journal.wait_until_ordered().await.unwrap();
        let messages = sent(&house, SERVICE_TOKEN, 0, Place::default()).await;
        let entries: Vec<_> = messages.iter().flat_map(|message| &message.entries).collect();
        let id = notes::id(0).to_string();
        assert_eq!(entries.len(), 2);
        for (entry, revision) in entries.iter().zip(1..) {
            assert_eq!((entry.tenant_id.as_str(), entry.customer_id.as_str(), entry.entity_id.as_str()), (TENANT, &*id, &*id));
            assert_eq!((entry.entity_kind.as_str(), entry.revision, entry.actor.as_str()), ("note", revision, "test"));
            assert_eq!(entry.cause.as_ref().unwrap().kind, "call");
            assert!(entry.record_time.is_some());
            let event: contracts::customer::v1::CustomerEvent = entry.event.as_ref().unwrap().to_msg().unwrap();
            assert_eq!(event.stage, notes::text(0, revision));
        }
        assert_eq!([entries[0].change_kind(), entries[1].change_kind()], [ChangeKind::Created, ChangeKind::Updated]);
        let bytes = messages.iter().flat_map(Message::encode_to_vec).collect::<Vec<_>>();
        assert!(!bytes.windows(PERSONAL.len()).any(|window| window == PERSONAL));
    }

    async fn a_watch_goes_on_when_something_is_written_and_is_never_silent_for_long(engine) {
        let house = House::new(engine).await;
        let mut messages = watch(&house, SERVICE_TOKEN, request(0, Place::default())).await.unwrap();
        for revision in 1..=5 {
            let heartbeat = timeout(20 * HEARTBEAT, messages.message()).await.unwrap().unwrap().unwrap();
            assert_eq!((heartbeat.entries.len(), heartbeat.sequence), (0, revision - 1));
            take_to(&house.journal, TENANT, [0], revision).await;
            let news = loop {
                let message = messages.message().await.unwrap().unwrap();
                if !message.entries.is_empty() {
                    break message;
                }
            };
            assert_eq!((news.entries[0].revision, news.sequence), (revision, revision));
        }
    }

    async fn a_tenants_administrator_sees_its_own_entries_numbered_as_they_are(engine) {
        let house = written(engine).await;
        for partition in 0..PARTITIONS {
            let all = sent(&house, SERVICE_TOKEN, partition, Place::default()).await;
            let (head, all) = (all.last().unwrap().clone(), all.into_iter().flat_map(|m| m.entries));
            let expected: Vec<_> = all.filter(|entry| entry.tenant_id == TENANT).collect();
            let own = sent(&house, "administrator@north", partition, Place::default()).await;
            assert_eq!(own.iter().flat_map(|m| m.entries.clone()).collect::<Vec<_>>(), expected);
            assert_eq!(own.last().unwrap(), &head, "a heartbeat brings the caller over what it may not see");
            let after = Place { sequence: head.sequence, hash: head.hash };
            let nothing = sent(&house, "administrator@west", partition, Place::default()).await;
            assert_eq!(nothing.len(), 1);
            assert_eq!(sent(&house, "administrator@north", partition, after).await.len(), 1);
        }
    }

    async fn whoever_is_neither_a_service_nor_an_administrator_watches_nothing(engine) {
        let house = House::new(engine).await;
        for token in ["sales@north", "service@north", "finance@north"] {
            for service in [notes::SERVICE, "nobody"] {
                let asked = WatchRequest { service: service.into(), ..request(0, Place::default()) };
                let refused = refusal(&house, token, asked).await;
                assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
            }
        }
    }

    async fn a_request_that_breaks_rules_is_told_which(engine) {
        let house = House::new(engine).await;
        let wrong = WatchRequest { service: "nobody".into(), partition: 16, after_sequence: -1, after_hash: Vec::new() };
        let refused = refusal(&house, SERVICE_TOKEN, wrong).await;
        let details = assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        let fields: HashSet<_> = details.bad_request().unwrap().field_violations.iter().map(|v| v.field.clone()).collect();
        assert_eq!(fields, ["service", "partition", "after_sequence"].map(str::to_owned).into());
    }

    async fn a_place_that_the_publisher_does_not_have_is_refused(engine) {
        let house = written(engine).await;
        let entries: Vec<_> =
            sent(&house, SERVICE_TOKEN, 3, Place::default()).await.into_iter().flat_map(|m| m.entries).collect();
        let (first, last) = (&entries[0], entries.last().unwrap());
        for after in [
            Place { sequence: first.sequence, hash: last.hash.clone() },
            Place { sequence: first.sequence, hash: Vec::new() },
            Place { sequence: last.sequence + 1, hash: last.hash.clone() },
            Place { sequence: 0, hash: first.hash.clone() },
        ] {
            let refused = refusal(&house, SERVICE_TOKEN, request(3, after)).await;
            let details = assert_problem(&refused, Code::FailedPrecondition, ErrorReason::FeedRewound.as_str_name());
            assert_eq!(details.precondition_failure().unwrap().violations[0].subject, "feeds/notes/partitions/3");
        }
    }

    async fn a_watch_that_is_under_way_notices_that_the_publisher_was_restored(engine) {
        let house = House::new(engine).await;
        take_to(&house.journal, TENANT, 0..32, 1).await;
        house.journal.wait_until_ordered().await.unwrap();
        let mut messages = watch(&house, SERVICE_TOKEN, request(0, Place::default())).await.unwrap();
        assert_eq!(messages.message().await.unwrap().unwrap().sequence, 2);
        notes::restore(&house.database, 16).await;
        take_to(&house.journal, TENANT, 100..180, 1).await;
        let refused = loop {
            match messages.message().await {
                Ok(message) => assert_eq!(message.unwrap().entries, [], "nothing of the other chain is sent"),
                Err(status) => break status,
            }
        };
        assert_problem(&refused, Code::FailedPrecondition, "FEED_REWOUND");
    }

    async fn nothing_is_read_for_a_caller_who_takes_nothing(engine) {
        let house = written(engine).await;
        let mut messages = house.publisher.watch(0, Place::default(), feed::Audience::AllTenants);
        messages.next().await.unwrap().unwrap();
        // Had it read ahead, it would send what it had read.
        notes::restore(&house.database, 0).await;
        take_to(&house.journal, TENANT, 0..16, 1).await;
        assert!(matches!(messages.next().await, Some(Err(feed::WatchError::Rewound { .. }))));
    }

    async fn large_entries_come_in_messages_that_clients_accept(engine) {
        let house = House::new(engine).await;
        for number in 0..60 {
            let mut write = notes::write(TENANT, [16 * number], 1);
            write.records[0].facts = "x".repeat(60_000);
            house.journal.write(write).await.unwrap();
        }
        house.journal.wait_until_ordered().await.unwrap();
        let messages = sent(&house, SERVICE_TOKEN, 0, Place::default()).await;
        assert_eq!(messages.iter().map(|message| message.entries.len()).sum::<usize>(), 60);
        for message in messages {
            assert!(message.encoded_len() < 1_200_000, "{} bytes", message.encoded_len());
        }
    }

    async fn an_entry_that_cannot_be_told_holds_up_nothing_before_it(engine) {
        testkit::allow_log("a feed stands still");
        for (schema, facts, code, reason) in [
            (notes::NEWER_SCHEMA, "{}", Code::Unavailable, ErrorReason::SchemaNewer),
            (1, notes::MALFORMED, Code::Internal, ErrorReason::Internal),
        ] {
            let house = House::new(engine).await;
            take_to(&house.journal, TENANT, [0], 1).await;
            let mut write = notes::write(TENANT, [0], 2);
            (write.records[0].schema, write.records[0].facts) = (schema, facts.to_owned());
            house.journal.write(write).await.unwrap();
            house.journal.wait_until_ordered().await.unwrap();
            let mut messages = watch(&house, SERVICE_TOKEN, request(0, Place::default())).await.unwrap();
            assert_eq!(messages.message().await.unwrap().unwrap().sequence, 1);
            assert_problem(&messages.message().await.unwrap_err(), code, reason.as_str_name());
        }
    }

    async fn a_watch_is_in_the_access_log_once(engine) {
        let house = written(engine).await;
        assert!(sent(&house, SERVICE_TOKEN, 0, Place::default()).await.len() > 1);
        house.access_log.flush().await.unwrap();
        let reads = house.access_log.entries("platform", access::log::Subject::Actor("service:somebody"), None, 10).await;
        let reads: Vec<_> = reads.unwrap().entries.into_iter().map(|read| (read.act, read.entity_kind)).collect();
        assert_eq!(reads, [("export".into(), "feed".into())]);
    }
}
