//! UndeleteServiceCase.

use contracts::interaction::v1::{ServiceCase as Sent, UndeleteServiceCaseRequest};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn undelete(call: Call, mut request: UndeleteServiceCaseRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("service_case_id", &request.service_case_id)?;
    let undeleting = call.undelete::<ServiceCase>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), undeleting).await
}
