//! Entries that come out of their order, as they never should.

use contracts::feed::v1::Entry;
use feed::{Audience, Projection};
use futures::StreamExt;
use journal::Place;
use sea_orm::EntityTrait;
use testkit::on_both_engines;

use crate::copy::{self, Copy};
use crate::house::{House, copies};
use crate::notes::{self, TENANT, take_to};

on_both_engines! {
    async fn a_revision_that_is_not_newer_is_left_alone(engine) {
        let (house, copies) = (House::new(engine).await, copies(engine).await);
        for revision in 1..=3 {
            take_to(&house.journal, TENANT, [0], revision).await;
        }
        house.journal.wait_until_ordered().await.unwrap();
        let mut messages = house.publisher.watch(0, Place::default(), Audience::AllTenants);
        let entries: Vec<Entry> = messages.next().await.unwrap().unwrap().entries;
        for (order, revision) in [(vec![1], 2), (vec![0], 2), (vec![1], 2), (vec![2, 0], 3), (vec![0, 1], 3)] {
            let entries: Vec<_> = order.iter().map(|&index: &usize| entries[index].clone()).collect();
            let mut transaction = copies.begin().await.unwrap();
            Copy.apply(&mut transaction, &entries).await.unwrap();
            transaction.commit().await.unwrap();
            let kept = copy::Entity::find().one(copies.reader()).await.unwrap().unwrap();
            assert_eq!((kept.revision, kept.facts), (revision, notes::text(0, revision)), "after {order:?}");
        }
    }
}
