//! DeleteEndpoint.

use contracts::reminder::v1::{DeleteEndpointRequest, Endpoint as Sent};
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::error::{Error, Objection};

pub(super) async fn delete(call: Call, mut request: DeleteEndpointRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.once(claim.as_ref(), async {
        let target = call.endpoint(&request.endpoint_id).await?;
        etag::compare(&request.etag, target.endpoint.revision)?;
        let deleted = |_| Error::Objection(Objection::EndpointDeleted(target.endpoint.id));
        let mut after = target.endpoint.next_revision().map_err(deleted)?;
        after.facts.deleted = true;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_endpoint(Change { after, key: target.key, request, validate_only }).await
    })
    .await
}
