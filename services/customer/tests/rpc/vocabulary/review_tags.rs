//! ReviewTags.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, ReviewTagsRequest, TagUse};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{House, company};
use crate::rpc::customer::{delete, remove_tags, tagged};
use crate::rpc::term::{added, changed, tag};

async fn review(house: &House, code: &str) -> TagUse {
    let tags = house.vocabularies().await.review_tags(ReviewTagsRequest {}).await.unwrap().into_inner().tags;
    tags.into_iter().find(|used| used.tag.as_ref().is_some_and(|tag| tag.code == code)).unwrap()
}

on_both_engines! {
    async fn c26_the_review_tells_how_many_carry_each_tag_when_it_was_last_given_and_since_when_none_does(engine) {
        let house = House::new(engine).await;
        let unused = added(&house, tag("vip", "贵宾")).await;
        let used = review(&house, "vip").await;
        assert_eq!((used.customer_count, used.last_add_time, used.unused_since_time), (0, None, unused.create_time));
        let never = review(&house, "high_value").await;
        assert_eq!((never.customer_count, never.last_add_time, never.unused_since_time), (0, None, None));

        let one = house.given(tagged(company("甲公司", "13912345678"), &["vip"])).await;
        house.clock.advance(1_000_000);
        let other = house.given(tagged(company("乙公司", "13912345679"), &["vip"])).await;
        let used = review(&house, "vip").await;
        assert_eq!((used.customer_count, used.last_add_time, used.unused_since_time), (2, other.create_time, None));

        house.clock.advance(1_000_000);
        house.customers().await.remove_tags(remove_tags(&one, &["vip"])).await.unwrap();
        assert_eq!(review(&house, "vip").await.customer_count, 1);
        house.clock.advance(1_000_000);
        let deleted = house.customers().await.delete_customer(delete(&other)).await.unwrap().into_inner();
        let used = review(&house, "vip").await;
        let expected = (0, other.create_time, deleted.delete_time);
        assert_eq!((used.customer_count, used.last_add_time, used.unused_since_time), expected);
    }

    async fn c26_a_tag_is_reviewed_with_those_that_are_merged_into_it_each_customer_once(engine) {
        let house = House::new(engine).await;
        added(&house, tag("vip", "贵宾")).await;
        house.given(tagged(company("甲公司", "13912345678"), &["vip", "high_value"])).await;
        house.given(tagged(company("乙公司", "13912345679"), &["vip"])).await;
        changed(&house, wire::Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into = "high_value".into())
            .await;
        assert_eq!(review(&house, "high_value").await.customer_count, 2);
        let tags = house.vocabularies().await.review_tags(ReviewTagsRequest {}).await.unwrap().into_inner().tags;
        assert_eq!(tags.len(), 8, "the merged one is not told apart");
    }

    async fn only_administrators_review(engine) {
        let house = House::new(engine).await;
        let mut sales = house.vocabularies_of(house.token("default", "li.na", Role::Sales)).await;
        let refused = sales.review_tags(ReviewTagsRequest {}).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
