//! ChangeComplaintState.

use contracts::interaction::v1::{ChangeComplaintStateRequest, Complaint as Sent};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::rpc::handling::Asked;

pub(super) async fn change_state(call: Call, mut request: ChangeComplaintStateRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let ChangeComplaintStateRequest { complaint_id: id, etag, handling_state, resolution, validate_only, .. } =
        &request;
    let asked = Asked { id, etag, request: claim.clone(), validate_only: *validate_only };
    call.once(claim.as_ref(), call.change_state::<Complaint>(asked, *handling_state, resolution)).await
}
