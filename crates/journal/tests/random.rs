//! Random writes from many callers at once, held against what they were told.

use std::collections::HashMap;

use futures::future::join_all;
use journal::{Journal, Outcome};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sea_orm::EntityTrait;
use testkit::on_both_engines;
use uuid::Uuid;

use crate::notes::{self, key, request, write};

const CALLERS: u64 = 16;
const STEPS: u64 = 60;
/// Few records, keys and request ids, so that callers get in each other's way.
const RECORDS: u128 = 12;
const KEYS: u8 = 6;
const REQUESTS: u128 = 40;

/// What a caller was told was written: record, revision, text.
type Told = Vec<(Uuid, i64, String)>;

async fn call(journal: Journal, caller: u64) -> Told {
    let mut random = StdRng::seed_from_u64(caller);
    let mut told = Vec::new();
    for step in 0..STEPS {
        let id = Uuid::from_u128(1 + random.random_range(0..RECORDS));
        let known = journal.entries(notes::TENANT, id, i64::MAX, 1).await.unwrap();
        let behind = i64::from(random.random_bool(0.1));
        let revision = (known.first().map_or(0, |entry| entry.revision) - behind).max(0);
        let text = format!("{caller}/{step}");
        let mut asked = write(id, revision, &text, (u128::from(caller) << 64) + u128::from(step));
        if random.random_bool(0.3) {
            asked.request = Some(request(random.random_range(0..REQUESTS), random.random_range(0..2)));
        }
        if random.random_bool(0.4) {
            asked.claims = vec![key(random.random_range(0..KEYS)), key(100 + random.random_range(0..KEYS))];
        }
        if random.random_bool(0.3) {
            asked.releases = vec![key(random.random_range(0..KEYS))];
            asked.claims.retain(|claim| !asked.releases.contains(claim));
        }
        if let Ok(Outcome::Committed(recorded)) = journal.write(asked).await {
            told.push((id, recorded[0].revision, text));
        }
    }
    told
}

on_both_engines! {
    async fn what_callers_were_told_is_what_is_there_and_nothing_else(engine) {
        // Two creates of one record: ids are unique in earnest, so the writer learns of it from the database.
        testkit::allow_log("a batch failed and is written one by one");
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        let told = join_all((0..CALLERS).map(|caller| tokio::spawn(call(journal.clone(), caller)))).await;
        let mut model: HashMap<(Uuid, i64), String> = HashMap::new();
        for (id, revision, text) in told.into_iter().flat_map(Result::unwrap) {
            assert!(model.insert((id, revision), text).is_none(), "a revision was given to two callers");
        }
        let entries = journal::entity::journal::Entity::find().all(database.reader()).await.unwrap();
        let there: HashMap<_, _> = entries.iter().map(|entry| ((entry.entity_id, entry.revision), entry.facts.clone().unwrap())).collect();
        assert_eq!(entries.len(), model.len());
        for (place, text) in &model {
            assert_eq!(there[place], format!("{{\"text\":\"{text}\"}}"));
        }
        assert!(model.len() > 200, "callers got somewhere: {}", model.len());
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());
    }
}
