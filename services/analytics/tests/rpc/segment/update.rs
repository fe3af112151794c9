//! UpdateSegment.

use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{members, segment, segments_of};
use crate::harness::{Bearer, House, Reporting, fields};

on_both_engines! {
    async fn a1_what_is_named_is_changed_and_who_belongs_to_it_follows(engine) {
        let house = House::new(engine).await;
        let good = house.customer(Customer { level: "A".into(), ..Customer::default() }).await;
        let fair = house.customer(Customer { level: "B".into(), ..Customer::default() }).await;
        house.counted().await;
        let made = segment(&house, "level = \"A\"").await;
        assert_eq!(members(&house, &Bearer(None), &made).await, [good.customer_id]);
        let mut segments = segments_of(&house, &Bearer(None)).await;
        let change = wire::Segment { display_name: String::new(), filter: "level = \"B\"".into(), ..made.clone() };
        let request = wire::UpdateSegmentRequest { segment: Some(change), ..Default::default() };
        let changed = segments.update_segment(request.clone()).await.unwrap().into_inner();
        assert_eq!((changed.display_name.as_str(), changed.revision), ("重点客户", 2));
        assert_eq!(changed.create_time, made.create_time);
        assert_eq!(members(&house, &Bearer(None), &changed).await, [fair.customer_id]);
        let refused = segments.update_segment(request).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let nonsense = wire::Segment { filter: "level >".into(), ..changed.clone() };
        let request = wire::UpdateSegmentRequest { segment: Some(nonsense), ..Default::default() };
        let refused = segments.update_segment(request).await.unwrap_err();
        assert_eq!(fields(&refused), ["segment.filter"]);
        let same = wire::UpdateSegmentRequest { segment: Some(changed.clone()), ..Default::default() };
        assert_eq!(segments.update_segment(same).await.unwrap().into_inner(), changed, "nothing changed");
    }
}
