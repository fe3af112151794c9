//! The order of entries, with several processes writing and several that would number them.

use std::collections::{HashMap, HashSet};

use futures::future::join_all;
use journal::entity::{journal as entries, order};
use journal::{Journal, PARTITIONS};
use rand::Rng;
use sea_orm::{EntityTrait, QueryOrder};
use testkit::{Engine, on_both_engines};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::notes::{self, write};

const WRITERS: u128 = 8;
const CHANGES: i64 = 40;

on_both_engines! {
    async fn numbers_are_dense_and_keep_the_order_within_a_record(engine) {
        let database = notes::database(engine).await;
        // Two processes on PostgreSQL; SQLite has one.
        let journals: Vec<Journal> = (0..if engine == Engine::Sqlite { 1 } else { 2 }).map(|_| notes::journal(&database)).collect();
        let end = CancellationToken::new();
        let sequencers: Vec<_> = journals.iter().map(|journal| tokio::spawn(journal.clone().sequence(end.clone()))).collect();
        join_all((0..WRITERS).map(|writer| {
            let journals = journals.clone();
            async move {
                let id = Uuid::from_u128(rand::rng().random::<u128>() ^ writer);
                for revision in 0..CHANGES {
                    let journal = &journals[usize::try_from(revision).unwrap() % journals.len()];
                    journal.write(write(id, revision, "text", (writer << 64) + revision as u128)).await.unwrap();
                }
            }
        }))
        .await;
        assert_eq!(notes::faults(&journals[0]).await, Vec::<String>::new());
        end.cancel();
        join_all(sequencers).await;

        let places = order::Entity::find()
            .order_by_asc(order::Column::Partition)
            .order_by_asc(order::Column::Sequence)
            .all(database.reader())
            .await
            .unwrap();
        let entries: HashMap<_, _> = entries::Entity::find().all(database.reader()).await.unwrap()
            .into_iter().map(|entry| (entry.position, entry)).collect();
        assert_eq!(places.len(), entries.len());
        assert_eq!(places.len(), usize::try_from(CHANGES).unwrap() * WRITERS as usize);
        let mut next: HashMap<i64, i64> = (0..PARTITIONS).map(|partition| (partition, 1)).collect();
        let (mut seen, mut revisions, mut times) = (HashSet::new(), HashMap::new(), HashMap::new());
        for place in places {
            let sequence = next.get_mut(&place.partition).unwrap();
            assert_eq!(place.sequence, *sequence);
            *sequence += 1;
            assert!(seen.insert(place.position), "placed twice");
            let entry = &entries[&place.position];
            let revision = revisions.entry(entry.entity_id).or_insert(0);
            assert_eq!(entry.revision, *revision + 1, "inverted within a record");
            *revision += 1;
            let time = times.entry(entry.entity_id).or_insert(0);
            assert!(entry.record_time > *time, "times ascend within a record");
            *time = entry.record_time;
        }
    }
}
