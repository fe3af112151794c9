//! GetServiceCase.

use contracts::interaction::v1::{GetServiceCaseRequest, ServiceCase as Sent};

use crate::call::Call;
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn get(call: Call, request: GetServiceCaseRequest) -> Result<Sent, Error> {
    let id = id_of("service_case_id", &request.service_case_id)?;
    call.read::<ServiceCase>(id, request.as_of.as_ref()).await
}
