//! DeleteSegment.

use access::Action;
use contracts::analytics::v1::{DeleteSegmentRequest, Segment as Sent};
use operation::etag;

use crate::call::Call;
use crate::error::{Error, Objection};

pub(super) async fn delete(call: Call, mut request: DeleteSegmentRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.once(claim.as_ref(), async {
        let before = call.segment(&request.segment_id, Action::ManageSegments).await?;
        etag::compare(&request.etag, before.revision)?;
        let mut after = before.next_revision().map_err(|_| Objection::SegmentDeleted(before.id))?;
        after.facts.deleted = true;
        call.change_segment(after, claim.clone(), request.validate_only).await
    })
    .await
}
