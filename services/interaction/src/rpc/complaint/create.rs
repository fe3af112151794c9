//! CreateComplaint.

use contracts::interaction::v1::{Complaint as Sent, CreateComplaintRequest};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateComplaintRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.complaint.unwrap_or_default();
    call.once(claim.as_ref(), call.open::<Complaint>(&sent, (claim.clone(), request.validate_only))).await
}
