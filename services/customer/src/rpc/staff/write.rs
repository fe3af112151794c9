//! Writing a member of staff.

use access::{Action, ClassSet};
use contracts::customer::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use keyring::SubjectKey;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::staff::Staff;
use crate::error::{Error, Objection};
use crate::store::staff;
use operation::Answer;

/// What a call makes of a member of staff.
pub(super) struct Change<'a> {
    pub before: Option<&'a Staff>,
    pub after: Staff,
    pub key: SubjectKey,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// Writes a revision of a member of staff, and answers it to a caller who may read `classes`.
    pub(super) async fn change_staff(&self, change: Change<'_>, classes: ClassSet) -> Result<wire::Staff, Error> {
        let Change { before, mut after, key, request, validate_only } = change;
        let subject = |staff: &Staff| {
            staff::subject_key(&self.keys, staff.facts.issuer.as_str(), staff.personal.subject.as_str())
        };
        let (old, new) = (before.map(subject), subject(&after));
        let (claims, releases) =
            if old.as_ref() == Some(&new) { (Vec::new(), Vec::new()) } else { (vec![new], old.into_iter().collect()) };
        let record = staff::change(self.tenant(), &after, &key, self.service.records.clock.salt())?;
        match self.commit(self.write(request, claims, releases, record), validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                self.service.directory.changed();
                Ok(encode::staff(&after, classes))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::Staff::again(self, id, revision).await,
            Err(WriteError::Refused(Refusal::KeyTaken { .. })) => Err(Error::Objection(Objection::SubjectTaken)),
            Err(error) => Err(error.into()),
        }
    }
}

impl Answer<Service> for wire::Staff {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let classes = call.allow_in_tenant(Action::ViewStaff)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let staff = staff::open(&call.service.records.keyring, call.tenant(), &entry.try_into()?).await?;
        Ok(encode::staff(&staff, classes))
    }
}
