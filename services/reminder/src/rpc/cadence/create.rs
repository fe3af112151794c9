//! CreateCadence.

use access::Action;
use contracts::reminder::v1::{Cadence as Sent, CreateCadenceRequest};

use super::decode;
use super::target::Change;
use crate::call::Call;
use crate::domain::cadence::Cadence;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateCadenceRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTenant)?;
    call.once(claim.as_ref(), async {
        let now = call.service.now().await?;
        let facts = decode::read(&request.cadence.unwrap_or_default(), None, now)?;
        let after = Cadence { id: call.service.records.clock.id_of(now), revision: 1, update_time: now, facts };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_cadence(Change { before: None, after, request, validate_only }).await
    })
    .await
}
