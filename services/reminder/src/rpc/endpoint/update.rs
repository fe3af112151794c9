//! UpdateEndpoint.

use contracts::reminder::v1::{Endpoint as Sent, UpdateEndpointRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::target::Change;
use crate::call::Call;
use crate::domain::endpoint::Endpoint;
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateEndpointRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.endpoint.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("endpoint", |violations| {
        let id = violations.field("endpoint_id", |violations| fields::id(&sent.endpoint_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let target = call.endpoint(&id.to_string()).await?;
        operation::etag::compare_revision(seen, target.endpoint.revision)?;
        let before = &target.endpoint;
        let next = before.next_revision().map_err(|_| Error::Objection(Objection::EndpointDeleted(id)))?;
        let (facts, personal) = call.read_endpoint(&sent, Some((before, &mask)), before.facts.create_time)?;
        if facts == before.facts && before.personal.as_ref() == Some(&personal) {
            return call.sent_endpoint(before).await;
        }
        let after = Endpoint { facts, personal: Some(personal), ..next };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_endpoint(Change { after, key: target.key.clone(), request, validate_only }).await
    })
    .await
}
