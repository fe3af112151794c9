//! ChangeServiceCaseState.

use contracts::interaction::v1::{ChangeServiceCaseStateRequest, ServiceCase as Sent};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::rpc::handling::Asked;

pub(super) async fn change_state(call: Call, mut request: ChangeServiceCaseStateRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let ChangeServiceCaseStateRequest { service_case_id: id, etag, handling_state, solution, validate_only, .. } =
        &request;
    let asked = Asked { id, etag, request: claim.clone(), validate_only: *validate_only };
    call.once(claim.as_ref(), call.change_state::<ServiceCase>(asked, *handling_state, solution)).await
}
