//! UpdateComplaint.

use contracts::interaction::v1::{Complaint as Sent, UpdateComplaintRequest};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateComplaintRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.complaint.unwrap_or_default();
    let how = (claim.clone(), request.validate_only);
    let correcting = call.correct::<Complaint>(&sent, request.update_mask.as_ref(), how);
    call.once(claim.as_ref(), correcting).await
}
