//! RestoreCustomerRevision.

use access::{Action, ClassSet};
use contracts::customer::v1::{Customer as Sent, RestoreCustomerRevisionRequest};
use contracts::resource::Resource;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require_none};
use prost_types::FieldMask;

use super::encode;
use super::target::key_of;
use super::update::apply;
use crate::call::Call;
use crate::domain::contact_point::Strictness;
use crate::error::{CUSTOMERS, Error};
use conventions::record_state::StateError;

/// What an update does not change, and so no restoring either.
const FIXED: [&str; 3] = ["customer_number", "stage", "stage_reason"];

pub(super) async fn restore_revision(call: Call, mut request: RestoreCustomerRevisionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let mask = mask(request.field_mask.as_ref())?;
    let key = key_of(&request.customer)?;
    call.once(claim.as_ref(), async {
        let target = call.target(&key, Action::Update).await?;
        target.compare(&request.etag)?;
        let id = target.customer.id;
        let entry =
            call.service.records.journal.revision(call.tenant(), id, request.revision).await?.ok_or(Error::NotFound)?;
        let then = call.opener().entry(&entry, target.customer.personal.is_none()).await?;
        if then.personal.is_none() {
            return Err(Error::State(CUSTOMERS, id, StateError::Erased));
        }
        let sent = encode::customer(&then, ClassSet::all());
        apply(&call, &target, &sent, &mask, Strictness::Strict, claim.clone(), request.validate_only).await
    })
    .await
}

/// The fields that are restored: those of the mask, by default all that can be.
fn mask(sent: Option<&FieldMask>) -> Result<UpdateMask, Error> {
    let all = || FieldMask {
        paths: Sent::WRITABLE.iter().filter(|name| !FIXED.contains(name)).map(|&name| name.into()).collect(),
    };
    let named = sent.filter(|mask| !mask.paths.is_empty()).cloned().unwrap_or_else(all);
    let mut violations = Violations::default();
    let mask = violations.field("field_mask", |violations| UpdateMask::new(Some(&named), &Sent::default(), violations));
    require_none(violations)?;
    Ok(mask)
}
