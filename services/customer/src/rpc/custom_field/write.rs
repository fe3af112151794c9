//! Writing the definition of a field.

use access::Action;
use contracts::customer::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::custom_field::{CustomField, CustomFields};
use crate::error::Error;
use crate::store::{attribute_build, custom_field};
use operation::Answer;

/// How often a change is decided, each time after another change of a definition came first.
const MOST_TRIES: usize = 100;

impl Call {
    /// Writes the definition that `decide` makes of all definitions of the tenant, and answers it.
    pub(super) async fn change_field(
        &self,
        request: Option<RequestClaim>,
        validate_only: bool,
        decide: impl Fn(&CustomFields) -> Result<CustomField, Error>,
    ) -> Result<wire::CustomField, Error> {
        let service = &self.service;
        for _ in 0..MOST_TRIES {
            let fields = custom_field::all(service.database(), self.tenant()).await?;
            let mut after = decide(&fields)?;
            if !fields.all().contains(&after) {
                let before = fields.get(after.facts.field_id.as_str());
                let record = custom_field::change(self.tenant(), before, &after, service.records.clock.salt())?;
                let claims = vec![custom_field::next_change_key(&fields)];
                match self.commit(self.write(request.clone(), claims, Vec::new(), record), validate_only).await {
                    Ok(Outcome::Committed(recorded)) => {
                        after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                        service.custom_fields.changed(self.tenant()).await;
                    }
                    Ok(Outcome::Replayed { id, revision, .. }) => {
                        return wire::CustomField::again(self, id, revision).await;
                    }
                    Err(WriteError::Refused(Refusal::KeyTaken { .. })) => continue,
                    Err(error) => return Err(error.into()),
                }
            }
            let builds = attribute_build::of_tenant(service.database(), self.tenant()).await?;
            return Ok(encode::field(&after, builds.get(&after.id)));
        }
        Err(Error::StorageUnavailable("the custom fields are being changed by too many at once".into()))
    }
}

impl Answer<Service> for wire::CustomField {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewVocabularies)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let builds = attribute_build::of_tenant(call.service.database(), call.tenant()).await?;
        Ok(encode::field(&custom_field::open(&entry.try_into()?)?, builds.get(&id)))
    }
}
