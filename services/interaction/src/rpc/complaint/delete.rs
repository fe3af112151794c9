//! DeleteComplaint.

use contracts::interaction::v1::{Complaint as Sent, DeleteComplaintRequest};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn delete(call: Call, mut request: DeleteComplaintRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("complaint_id", &request.complaint_id)?;
    let deleting = call.delete::<Complaint>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), deleting).await
}
