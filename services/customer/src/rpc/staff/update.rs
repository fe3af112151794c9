//! UpdateStaff.

use access::Action;
use contracts::customer::v1::{Staff as Sent, UpdateStaffRequest};
use conventions::etag;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use keyring::KeySlot;

use super::encode;
use super::write::Change;
use crate::call::Call;
use crate::domain::staff::Staff;
use crate::error::Error;
use crate::store::staff;
use conventions::fields;

pub(super) async fn update(call: Call, mut request: UpdateStaffRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ManageStaff)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.staff.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("staff", |violations| {
        let id = violations.field("staff_id", |violations| fields::id(&sent.staff_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let service = &call.service;
        let record = staff::find(service.database(), call.tenant(), id).await?.ok_or(Error::NotFound)?;
        if seen != Some(record.revision) {
            return Err(Error::EtagMismatch { present: record.revision });
        }
        let before = staff::open(&service.records.keyring, call.tenant(), &record).await?;
        let update = Some((&before, &mask));
        let (facts, personal) = call.read_staff(&sent, update, before.facts.create_time).await?;
        if facts == before.facts && personal == before.personal {
            return Ok(encode::staff(&before, classes));
        }

        let key = service.records.keyring.key(KeySlot::of_sealed(&record.sealed)?).await?;
        let after = Staff { revision: before.revision + 1, facts, personal, ..before };
        let (before, request, validate_only) = (Some(&before), claim.clone(), request.validate_only);
        call.change_staff(Change { before, after, key, request, validate_only }, classes).await
    })
    .await
}
