//! CreateSegment.

use access::Action;
use contracts::analytics::v1::{CreateSegmentRequest, Segment as Sent};

use super::decode;
use crate::call::Call;
use crate::domain::segment::Segment;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateSegmentRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageSegments)?;
    call.once(claim.as_ref(), async {
        let clock = &call.service.records.clock;
        let now = clock.now();
        let facts = decode::read(&request.segment.unwrap_or_default(), None, now, &call.tag_synonyms().await?)?;
        let after = Segment { id: clock.id_of(now), revision: 1, update_time: now, facts };
        call.change_segment(after, claim.clone(), request.validate_only).await
    })
    .await
}
