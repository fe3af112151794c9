//! UpdateCadence.

use access::Action;
use contracts::reminder::v1::{Cadence as Sent, UpdateCadenceRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::target::Change;
use super::{decode, encode};
use crate::call::Call;
use crate::domain::cadence::Cadence;
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateCadenceRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTenant)?;
    let sent = request.cadence.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("cadence", |violations| {
        let id = violations.field("cadence_id", |violations| fields::id(&sent.cadence_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let before = call.cadence(&id.to_string()).await?;
        operation::etag::compare_revision(seen, before.revision)?;
        let next = before.next_revision().map_err(|_| Error::Objection(Objection::CadenceDeleted(id)))?;
        let facts = decode::read(&sent, Some((&before, &mask)), call.service.now().await?)?;
        if facts == before.facts {
            return Ok(encode::cadence(&before));
        }
        let after = Cadence { facts, ..next };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_cadence(Change { before: Some(before), after, request, validate_only }).await
    })
    .await
}
