//! A segment as it is answered.

use contracts::analytics::v1 as wire;
use conventions::{etag, time};

use crate::domain::segment::Segment;

/// The segment on the wire.
pub(super) fn segment(segment: &Segment) -> wire::Segment {
    let facts = &segment.facts;
    wire::Segment {
        segment_id: segment.id.to_string(),
        display_name: facts.display_name.clone(),
        filter: facts.filter.clone(),
        currency_code: facts.currency.clone(),
        state: if facts.deleted { wire::SegmentState::Deleted } else { wire::SegmentState::Active }.into(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(segment.update_time)),
        revision: segment.revision,
        etag: etag::of_revision(segment.revision),
    }
}
