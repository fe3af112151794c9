//! CreateServiceCase.

use contracts::interaction::v1::{CreateServiceCaseRequest, ServiceCase as Sent};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateServiceCaseRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.service_case.unwrap_or_default();
    call.once(claim.as_ref(), call.open::<ServiceCase>(&sent, (claim.clone(), request.validate_only))).await
}
