//! GetEndpoint.

use access::ClassSet;
use access::log::Act;
use contracts::reminder::v1::{Endpoint as Sent, GetEndpointRequest};

use crate::call::Call;
use crate::error::Error;
use crate::store::endpoint::KIND;

pub(super) async fn get(call: Call, request: GetEndpointRequest) -> Result<Sent, Error> {
    let target = call.endpoint(&request.endpoint_id).await?;
    call.log(Act::View, KIND, vec![target.endpoint.id], ClassSet::all()).await?;
    call.sent_endpoint(&target.endpoint).await
}
