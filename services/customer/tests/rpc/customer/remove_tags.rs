//! RemoveTags.

use contracts::customer::v1 as wire;
use testkit::on_both_engines;

use super::{add_tags, codes, remove_tags, tagged};
use crate::harness::{House, company, fields};
use crate::rpc::term::{added, changed, tag};

on_both_engines! {
    async fn c24_a_removed_tag_can_come_again_and_then_is_newly_added(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let given = house.given(tagged(company("甲公司", "13912345678"), &["high_value", "may_leave"])).await;
        let without = customers.remove_tags(remove_tags(&given, &["高价值客户", "after_sales"])).await.unwrap().into_inner();
        assert_eq!(codes(&without), ["may_leave"]);
        house.clock.advance(1_000_000);
        let again = customers.add_tags(add_tags(&given, &["high_value"])).await.unwrap().into_inner();
        assert_eq!(codes(&again), ["may_leave", "high_value"]);
        assert_eq!((again.tags[0].clone(), again.tags[1].add_time), (given.tags[1].clone(), again.update_time));
        let refused = customers.remove_tags(remove_tags(&given, &["unheard"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["tags[0]"]);
    }

    async fn c24_a_retired_or_merged_tag_can_still_be_removed(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        added(&house, tag("vip", "贵宾")).await;
        let given = house.given(tagged(company("甲公司", "13912345678"), &["vip", "may_leave"])).await;
        changed(&house, wire::Vocabulary::Tag, "may_leave", &["retired"], |term| term.retired = true).await;
        changed(&house, wire::Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into = "high_value".into())
            .await;
        let without = customers.remove_tags(remove_tags(&given, &["may_leave"])).await.unwrap().into_inner();
        assert_eq!(codes(&without), ["high_value"]);
        let none = customers.remove_tags(remove_tags(&given, &["high_value"])).await.unwrap().into_inner();
        assert_eq!(codes(&none), Vec::<&str>::new());
    }
}
