//! UpdateServiceCase.

use contracts::interaction::v1::{ServiceCase as Sent, UpdateServiceCaseRequest};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateServiceCaseRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.service_case.unwrap_or_default();
    let how = (claim.clone(), request.validate_only);
    let correcting = call.correct::<ServiceCase>(&sent, request.update_mask.as_ref(), how);
    call.once(claim.as_ref(), correcting).await
}
