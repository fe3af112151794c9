//! UpdateCustomField.

use access::Action;
use contracts::customer::v1::{CustomField as Sent, UpdateCustomFieldRequest};
use conventions::etag;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use super::decode::{self, Reading};
use crate::call::Call;
use crate::domain::custom_field::{CustomField, CustomFields};
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateCustomFieldRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageVocabularies)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.custom_field.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (field_id, seen) = violations.field("custom_field", |violations| {
        let field_id = decode::field_id(&sent, violations);
        (field_id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let field_id = require(violations, field_id)?;
    let vocabularies = call.service.vocabularies.get(call.tenant()).await?;
    let now = call.service.records.clock.now();
    let decide = |fields: &CustomFields| {
        let before = fields.get(field_id.as_str()).ok_or(Error::NotFound)?;
        if seen != Some(before.revision) {
            return Err(Error::EtagMismatch { present: before.revision });
        }
        let update = Some((before, &mask));
        let reading = Reading { field_id: &field_id, update, fields, vocabularies: &vocabularies, now };
        let facts = decode::read(&sent, &reading)?;
        if facts == before.facts {
            return Ok(before.clone());
        }
        Ok(CustomField { id: before.id, revision: before.revision + 1, update_time: now, facts })
    };
    call.once(claim.as_ref(), call.change_field(claim.clone(), request.validate_only, decide)).await
}
