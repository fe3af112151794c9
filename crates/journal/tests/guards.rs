//! What stands against a write.

use futures::future::join_all;
use journal::{Outcome, Refusal, WriteError};
use testkit::on_both_engines;
use uuid::Uuid;

use crate::notes::{self, key, request, write};

fn refusal(result: Result<Outcome, WriteError>) -> Refusal {
    match result {
        Err(WriteError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

on_both_engines! {
    async fn of_many_writers_of_one_revision_one_wins(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let id = Uuid::from_u128(1);
        journal.write(write(id, 0, "first", 1)).await.unwrap();
        let results = join_all((0..32).map(|salt| journal.write(write(id, 1, "second", 10 + salt)))).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        for result in results.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(result), Refusal::Revision { record: 0, present: Some(2) });
        }
        assert_eq!(refusal(journal.write(write(Uuid::from_u128(2), 1, "none", 99)).await),
            Refusal::Revision { record: 0, present: None });
    }

    async fn a_request_id_is_answered_once_and_refuses_another_body(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let asked = |id: u128, fingerprint| {
            let mut asked = write(Uuid::from_u128(id), 0, "text", id);
            asked.request = Some(request(7, fingerprint));
            asked
        };
        let results = join_all((1..=32).map(|id| journal.write(asked(id, 1)))).await;
        let committed = results.iter().filter(|result| matches!(result, Ok(Outcome::Committed(_)))).count();
        let replayed: Vec<_> = results.iter().filter_map(|result| match result {
            Ok(Outcome::Replayed { id, revision, .. }) => Some((*id, *revision)),
            _ => None,
        }).collect();
        assert_eq!((committed, replayed.len()), (1, 31));
        assert!(replayed.iter().all(|answer| *answer == replayed[0]));
        assert_eq!(refusal(journal.write(asked(40, 2)).await), Refusal::RequestReused);
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    }

    async fn a_write_that_is_tried_again_after_an_unclear_commit_is_no_answer_of_somebody_else(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let mut asked = write(Uuid::from_u128(1), 0, "text", 1);
        asked.request = Some(request(7, 1));
        let written = journal.write(asked.clone()).await.unwrap();
        assert!(matches!(written, Outcome::Committed(_)));
        assert_eq!(journal.write(asked).await.unwrap(), written, "it is what is there");
        let mut other = write(Uuid::from_u128(2), 0, "text", 2);
        other.request = Some(request(7, 1));
        let replayed = journal.write(other).await.unwrap();
        assert!(matches!(replayed, Outcome::Replayed { id, revision: 1, .. } if id == Uuid::from_u128(1)));
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    }

    async fn a_refused_write_leaves_neither_its_request_id_nor_its_keys(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let mut holder = write(Uuid::from_u128(1), 0, "holder", 1);
        holder.claims = vec![key(5)];
        journal.write(holder).await.unwrap();

        let mut loser = write(Uuid::from_u128(2), 0, "loser", 2);
        loser.request = Some(request(8, 1));
        loser.claims = vec![key(3), key(5), key(9)];
        let taken = Refusal::KeyTaken { claim: 1, holder: Uuid::from_u128(1) };
        assert_eq!(refusal(journal.write(loser.clone()).await), taken);

        // The keys that it had won are free, and its request id may be used with another body.
        let mut next = write(Uuid::from_u128(3), 0, "next", 3);
        next.claims = vec![key(3), key(9)];
        next.request = Some(request(8, 2));
        assert!(matches!(journal.write(next).await, Ok(Outcome::Committed(_))));
    }

    async fn a_released_key_is_free_and_claiming_it_again_is_no_conflict(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let mut first = write(Uuid::from_u128(1), 0, "first", 1);
        first.claims = vec![key(5)];
        journal.write(first).await.unwrap();
        let mut again = write(Uuid::from_u128(1), 1, "again", 2);
        again.claims = vec![key(5)];
        journal.write(again).await.unwrap();
        let mut release = write(Uuid::from_u128(1), 2, "release", 3);
        release.releases = vec![key(5)];
        journal.write(release).await.unwrap();
        let mut other = write(Uuid::from_u128(2), 0, "other", 4);
        other.claims = vec![key(5)];
        journal.write(other).await.unwrap();
    }

    async fn validating_asks_the_guards_and_writes_nothing(engine) {
        let journal = notes::journal(&notes::database(engine).await);
        let id = Uuid::from_u128(1);
        assert!(journal.validate(&write(id, 0, "text", 1)).await.is_ok());
        assert_eq!(refusal(journal.validate(&write(id, 1, "text", 2)).await),
            Refusal::Revision { record: 0, present: None });
        assert!(journal.entries(notes::TENANT, id, i64::MAX, 10).await.unwrap().is_empty());
    }
}
