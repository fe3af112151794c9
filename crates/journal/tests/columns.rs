//! Tables that change while a release before the change still serves.

use testkit::on_both_engines;
use uuid::Uuid;

use crate::notes::{self, Column, Entity, TENANT, write};

on_both_engines! {
    async fn a_table_that_gets_a_column_is_read_on_by_those_who_do_not_know_it(engine) {
        let database = notes::database(engine).await;
        let id = Uuid::from_u128(1);
        notes::journal(&database).write(write(id, 0, "text", 1)).await.unwrap();
        let tenant = [(Column::TenantId, TENANT.into())];
        let read = async || database.find_each::<Entity>(&tenant, Column::NoteId, vec![id.into()]).await.unwrap();
        let before = read().await;
        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ALTER TABLE note ADD COLUMN color TEXT", Vec::new()).await.unwrap();
        transaction.commit().await.unwrap();
        let after = read().await;
        assert_eq!((before.len(), &before), (1, &after));
    }
}
