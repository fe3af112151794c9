//! CreateEndpoint.

use access::Action;
use contracts::reminder::v1::{CreateEndpointRequest, Endpoint as Sent};

use super::target::Change;
use crate::call::Call;
use crate::domain::endpoint::Endpoint;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateEndpointRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageEndpoints)?;
    call.once(claim.as_ref(), async {
        let records = &call.service.records;
        let now = call.service.now().await?;
        let (facts, personal) = call.read_endpoint(&request.endpoint.unwrap_or_default(), None, now)?;
        let key = records.keyring.key(records.keyring.assign().await?).await?;
        let (id, personal) = (records.clock.id_of(now), Some(personal));
        let after = Endpoint { id, revision: 1, update_time: now, facts, personal };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_endpoint(Change { after, key, request, validate_only }).await
    })
    .await
}
