//! One altered byte is found.

use testkit::on_both_engines;
use uuid::Uuid;

use crate::notes::{self, write};

on_both_engines! {
    async fn whatever_is_altered_behind_its_back_is_found(engine) {
        let database = notes::database(engine).await;
        let journal = notes::journal(&database);
        for id in 1..=20 {
            journal.write(write(Uuid::from_u128(id), 0, "first", id)).await.unwrap();
            journal.write(write(Uuid::from_u128(id), 1, "second", 100 + id)).await.unwrap();
        }
        assert_eq!(notes::faults(&journal).await, Vec::<String>::new());

        let alterations = [
            ("UPDATE journal SET facts = '{}' WHERE position = 7", "UPDATE journal SET facts = '{\"text\":\"first\"}' WHERE position = 7"),
            ("UPDATE journal SET actor = 'nobody' WHERE position = 8", "UPDATE journal SET actor = 'test' WHERE position = 8"),
            ("UPDATE journal SET record_time = record_time + 1 WHERE position = 9", "UPDATE journal SET record_time = record_time - 1 WHERE position = 9"),
            ("UPDATE note SET facts = '{}' WHERE revision = 2", "UPDATE note SET facts = '{\"text\":\"second\"}' WHERE revision = 2"),
            ("UPDATE journal_order SET sequence = sequence + 100 WHERE position = 11", "UPDATE journal_order SET sequence = sequence - 100 WHERE position = 11"),
            ("UPDATE journal_head SET sequence = sequence + 1 WHERE sequence > 0", "UPDATE journal_head SET sequence = sequence - 1 WHERE sequence > 0"),
        ];
        for (alter, back) in alterations {
            alter_with(&database, alter).await;
            assert_ne!(notes::faults(&journal).await, Vec::<String>::new(), "{alter}");
            alter_with(&database, back).await;
            assert_eq!(notes::faults(&journal).await, Vec::<String>::new(), "{back}");
        }
        alter_with(&database, "DELETE FROM note WHERE revision = 2").await;
        assert_eq!(notes::faults(&journal).await.len(), 20, "records that are gone");
        alter_with(&database, "DELETE FROM journal WHERE position = 3").await;
        assert!(notes::faults(&journal).await.iter().any(|fault| fault.contains("entry 3 is missing")));
    }
}

async fn alter_with(database: &database::Database, sql: &'static str) {
    let mut transaction = database.begin().await.unwrap();
    transaction.execute(sql, Vec::new()).await.unwrap();
    transaction.commit().await.unwrap();
}
