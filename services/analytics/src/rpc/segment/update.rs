//! UpdateSegment.

use access::Action;
use contracts::analytics::v1::{Segment as Sent, UpdateSegmentRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::{decode, encode};
use crate::call::Call;
use crate::domain::segment::Segment;
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateSegmentRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.segment.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("segment", |violations| {
        let id = violations.field("segment_id", |violations| fields::id(&sent.segment_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let before = call.segment(&id.to_string(), Action::ManageSegments).await?;
        operation::etag::compare_revision(seen, before.revision)?;
        let next = before.next_revision().map_err(|_| Objection::SegmentDeleted(id))?;
        let facts = decode::read(&sent, Some((&before, &mask)), before.facts.create_time, &call.tag_synonyms().await?)?;
        if facts == before.facts {
            return Ok(encode::segment(&before));
        }
        call.change_segment(Segment { facts, ..next }, claim.clone(), request.validate_only).await
    })
    .await
}
