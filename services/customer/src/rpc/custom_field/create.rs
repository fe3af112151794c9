//! CreateCustomField.

use access::Action;
use contracts::customer::v1::{CreateCustomFieldRequest, CustomField as Sent};
use conventions::violations::{Violations, require};

use super::decode::{self, Reading};
use crate::call::Call;
use crate::domain::custom_field::{CustomField, CustomFields};
use crate::error::{Error, Objection};

pub(super) async fn create(call: Call, mut request: CreateCustomFieldRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageVocabularies)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.custom_field.unwrap_or_default();
    let mut violations = Violations::default();
    let field_id = violations.field("custom_field", |violations| decode::field_id(&sent, violations));
    let field_id = require(violations, field_id)?;
    let vocabularies = call.service.vocabularies.get(call.tenant()).await?;
    let now = call.service.records.clock.now();
    let id = call.service.records.clock.id_of(now);
    let decide = |fields: &CustomFields| {
        if fields.get(field_id.as_str()).is_some() {
            return Err(Error::Objection(Objection::FieldTaken));
        }
        let reading = Reading { field_id: &field_id, update: None, fields, vocabularies: &vocabularies, now };
        let facts = decode::read(&sent, &reading)?;
        Ok(CustomField { id, revision: 1, update_time: now, facts })
    };
    call.once(claim.as_ref(), call.change_field(claim.clone(), request.validate_only, decide)).await
}
