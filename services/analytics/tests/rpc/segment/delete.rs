//! DeleteSegment.

use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{segment, segments_of};
use crate::harness::{Bearer, House};

on_both_engines! {
    async fn a1_a_deleted_segment_is_neither_listed_nor_evaluated(engine) {
        let house = House::new(engine).await;
        let segment_id = segment(&house, "frequency > 1").await.segment_id;
        let mut segments = segments_of(&house, &Bearer(None)).await;
        let delete = wire::DeleteSegmentRequest { segment_id: segment_id.clone(), ..Default::default() };
        let deleted = segments.delete_segment(delete.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::SegmentState::Deleted);
        let listed = segments.list_segments(wire::ListSegmentsRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.segments, []);
        let members = wire::ListSegmentMembersRequest { segment_id, ..Default::default() };
        let refusals = [
            segments.delete_segment(delete).await.unwrap_err(),
            segments.list_segment_members(members).await.unwrap_err(),
        ];
        for refused in refusals {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::SegmentDeleted.as_str_name());
        }
    }
}
