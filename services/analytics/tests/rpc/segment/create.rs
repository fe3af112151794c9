//! CreateSegment.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use house::storage;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{create, segments_of};
use crate::harness::{Bearer, House, Reporting, fields, records};

on_both_engines! {
    async fn a1_a_segment_is_kept_and_made_once(engine) {
        let house = House::new(engine).await;
        let mut segments = segments_of(&house, &Bearer(None)).await;
        let request_id = house.clock.id().to_string();
        let request = wire::CreateSegmentRequest { request_id, ..create(" 沉睡的大客户 ", "level = \"A\" AND recency_days > 90") };
        let only = wire::CreateSegmentRequest { validate_only: true, request_id: String::new(), ..request.clone() };
        segments.create_segment(only).await.unwrap();
        let made = segments.create_segment(request.clone()).await.unwrap().into_inner();
        assert_eq!((made.display_name.as_str(), made.revision), ("沉睡的大客户", 1));
        assert_eq!(made.state(), wire::SegmentState::Active);
        assert_eq!(segments.create_segment(request.clone()).await.unwrap().into_inner(), made, "asked for twice");
        let listed = segments.list_segments(wire::ListSegmentsRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.segments, [made]);
        let other = wire::CreateSegmentRequest { segment: create("x", "frequency > 1").segment, ..request };
        let refused = segments.create_segment(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
        let verified = house.verify_journal_of("analytics").await;
        assert!(verified.faults.is_empty(), "{verified:?}");
    }

    async fn what_is_no_segment_is_refused_field_by_field(engine) {
        let house = House::new(engine).await;
        let mut segments = segments_of(&house, &Bearer(None)).await;
        let bad = wire::Segment { filter: "weather = \"x\"".into(), currency_code: "yen".into(), ..Default::default() };
        let request = wire::CreateSegmentRequest { segment: Some(bad), ..Default::default() };
        let refused = segments.create_segment(request).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(fields(&refused), ["segment.display_name", "segment.filter", "segment.currency_code"]);
        let (_, seller) = house.person("wang", "", Role::Sales).await;
        let refused = segments_of(&house, &seller).await.create_segment(create("x", "frequency > 1")).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }

    async fn there_are_only_so_many_segments(engine) {
        let house = House::new(engine).await;
        let mut segments = segments_of(&house, &Bearer(None)).await;
        for _ in 0..500 {
            segments.create_segment(create("x", "frequency > 1")).await.unwrap();
        }
        let refused = segments.create_segment(create("x", "frequency > 1")).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TooManySegments.as_str_name());
    }

    async fn what_a_newer_release_wrote_is_left_to_it(engine) {
        let house = House::new(engine).await;
        let mut segments = segments_of(&house, &Bearer(None)).await;
        let made = segments.create_segment(create("x", "frequency > 1")).await.unwrap().into_inner();
        let (addresses, clock) = house.close().await;
        storage::query(&records(&addresses), "UPDATE segment SET schema = 2", Vec::new()).await;
        let house = House::open(addresses, clock).await;
        let request = wire::GetSegmentRequest { segment_id: made.segment_id };
        let refused = segments_of(&house, &Bearer(None)).await.get_segment(request).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, ErrorReason::SchemaNewer.as_str_name());
    }
}
