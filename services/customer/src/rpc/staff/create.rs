//! CreateStaff.

use access::Action;
use contracts::customer::v1::{CreateStaffRequest, Staff as Sent};

use super::write::Change;
use crate::call::Call;
use crate::domain::staff::Staff;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateStaffRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ManageStaff)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.staff.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let now = call.service.records.clock.now();
        let (facts, personal) = call.read_staff(&sent, None, now).await?;
        let keyring = &call.service.records.keyring;
        let key = keyring.key(keyring.assign().await?).await?;
        let after = Staff { id: call.service.records.clock.id_of(now), revision: 1, update_time: now, facts, personal };
        let change = Change { before: None, after, key, request: claim.clone(), validate_only: request.validate_only };
        call.change_staff(change, classes).await
    })
    .await
}
