//! AssignServiceCase.

use contracts::interaction::v1::{AssignServiceCaseRequest, ServiceCase as Sent};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::rpc::handling::Asked;

pub(super) async fn assign(call: Call, mut request: AssignServiceCaseRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let AssignServiceCaseRequest { service_case_id: id, etag, assignee, validate_only, .. } = &request;
    let asked = Asked { id, etag, request: claim.clone(), validate_only: *validate_only };
    call.once(claim.as_ref(), call.assign::<ServiceCase>(asked, assignee)).await
}
