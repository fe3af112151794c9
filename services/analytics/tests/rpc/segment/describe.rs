//! DescribeSegment.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use testkit::on_both_engines;

use super::{segment, segments_of};
use crate::harness::{Bearer, DAY, House, Reporting, line, sale};

async fn describe(house: &House, bearer: &Bearer, segment: &wire::Segment) -> wire::SegmentDescription {
    let request = wire::DescribeSegmentRequest { segment_id: segment.segment_id.clone() };
    segments_of(house, bearer).await.describe_segment(request).await.unwrap().into_inner()
}

on_both_engines! {
    async fn a2_what_good_customers_have_in_common_is_told_with_shares_and_medians(engine) {
        let house = House::new(engine).await;
        let (_, of_service) = house.person("service", "", Role::Service).await;
        let now = house.clock.now().as_micros();
        for number in 0..18_i64 {
            // Six buy for much: five of them came by referral. Of the others two did, and one came from a fair.
            let source = match number {
                0..=4 | 6..=7 => "referral",
                8 => "exhibition",
                _ => "web_form",
            };
            let customer = house.customer(Customer { source: source.into(), ..Customer::default() }).await;
            let amount = if number < 6 { 100_000 + number * 100 } else { 1_000 };
            house.buys(&customer, sale(now - number * DAY, vec![line("龙井", "1", amount)])).await;
        }
        house.counted().await;
        let good = segment(&house, "monetary >= 1000").await;
        let told = describe(&house, &Bearer(None), &good).await;
        assert_eq!((told.members, told.others), (6, 12));
        let first = &told.traits[0];
        assert_eq!((first.dimension.as_str(), first.value.as_str()), ("source", "referral"), "{told:?}");
        let referral = told.traits.iter().find(|known| known.value == "referral").unwrap();
        assert_eq!((referral.members, referral.others), (5, 2));
        assert!((referral.lift.unwrap() - 5.0).abs() < 1e-9, "{referral:?}");
        assert!(told.traits.iter().all(|known| known.value != "exhibition"), "one says nothing: {told:?}");
        let monetary = told.metrics.iter().find(|metric| metric.metric == "monetary").unwrap();
        assert_eq!((monetary.member_median, monetary.other_median), (Some(1_002.5), Some(10.0)));
        let recency = told.metrics.iter().find(|metric| metric.metric == "recency_days").unwrap();
        assert_eq!((recency.member_median, recency.other_median), (Some(2.5), Some(11.5)));
        assert!(told.metrics.iter().all(|metric| metric.metric != "average_rating"), "nobody rated");

        let few = segment(&house, "source = \"exhibition\"").await;
        let told = describe(&house, &Bearer(None), &few).await;
        assert_eq!((told.members, told.others, told.traits.len()), (1, 17, 0), "one customer is no group");
        assert!(told.metrics.iter().all(|metric| metric.member_median.is_none()), "{told:?}");
        let told = describe(&house, &of_service, &few).await;
        assert_eq!((told.members, told.others), (0, 0), "whoever lists nobody is told of nobody");
    }
}
