//! UpdateTenant.

use access::Action;
use contracts::customer::v1::{Tenant as Sent, UpdateTenantRequest};
use conventions::etag;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require, require_none};
use journal::Outcome;
use uuid::Uuid;

use super::{decode, encode};
use crate::Service;
use crate::call::Call;
use crate::error::Error;
use crate::store::tenant::{self, Kept};
use operation::Answer;

pub(super) async fn update(call: Call, mut request: UpdateTenantRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageTenant)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.tenant.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let seen = violations
        .field("tenant", |violations| violations.field("etag", |violations| etag::revision(&sent.etag, violations)));
    require_none(violations)?;

    call.once(claim.as_ref(), async {
        let service = &call.service;
        let before = tenant::find(service.database(), call.tenant()).await?;
        if seen != Some(before.revision) {
            return Err(Error::EtagMismatch { present: before.revision });
        }
        let mut violations = Violations::default();
        let read = violations.field("tenant", |violations| decode::read(&sent, &before.tenant, &mask, violations));
        let after = require(violations, read)?;
        if after == before.tenant {
            return Ok(encode::tenant(call.tenant(), &before));
        }

        let mut after =
            Kept { tenant: after, revision: before.revision + 1, update_time: Some(service.records.clock.now()) };
        let record = tenant::change(call.tenant(), &after, service.records.clock.salt())?;
        let write = call.write(claim.clone(), Vec::new(), Vec::new(), record);
        match call.commit(write, request.validate_only).await? {
            Outcome::Committed(recorded) => {
                after.update_time = recorded.first().map(|recorded| recorded.time);
                service.tenants.changed(call.tenant()).await;
                Ok(encode::tenant(call.tenant(), &after))
            }
            Outcome::Replayed { id, revision, .. } => Sent::again(&call, id, revision).await,
        }
    })
    .await
}

impl Answer<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewTenant)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::tenant(call.tenant(), &tenant::open(&entry.try_into()?)?))
    }
}
