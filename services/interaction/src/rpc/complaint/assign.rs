//! AssignComplaint.

use contracts::interaction::v1::{AssignComplaintRequest, Complaint as Sent};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::rpc::handling::Asked;

pub(super) async fn assign(call: Call, mut request: AssignComplaintRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let AssignComplaintRequest { complaint_id: id, etag, assignee, validate_only, .. } = &request;
    let asked = Asked { id, etag, request: claim.clone(), validate_only: *validate_only };
    call.once(claim.as_ref(), call.assign::<Complaint>(asked, assignee)).await
}
