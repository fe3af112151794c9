//! GetComplaint.

use contracts::interaction::v1::{Complaint as Sent, GetComplaintRequest};

use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn get(call: Call, request: GetComplaintRequest) -> Result<Sent, Error> {
    let id = id_of("complaint_id", &request.complaint_id)?;
    call.read::<Complaint>(id, request.as_of.as_ref()).await
}
