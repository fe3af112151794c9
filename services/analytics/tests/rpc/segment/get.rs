//! GetSegment.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{segment, segments_of};
use crate::harness::{House, Reporting};

on_both_engines! {
    async fn a1_everybody_may_read_which_segments_there_are(engine) {
        let house = House::new(engine).await;
        let made = segment(&house, "frequency > 1").await;
        let (_, service) = house.person("service", "", Role::Service).await;
        let mut segments = segments_of(&house, &service).await;
        let request = wire::GetSegmentRequest { segment_id: made.segment_id.clone() };
        assert_eq!(segments.get_segment(request).await.unwrap().into_inner(), made);
        let nothing = wire::GetSegmentRequest { segment_id: Uuid::nil().to_string() };
        let refused = segments.get_segment(nothing).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
