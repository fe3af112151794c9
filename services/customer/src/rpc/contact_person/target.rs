//! The contact person that a call is about: found, opened, and what the caller may do with it.

use access::log::Act;
use access::{Action, ClassSet};
use contracts::customer::v1 as wire;
use conventions::violations::{Violations, require};
use journal::{ChangeKind, Outcome, Refusal, RequestClaim, UniqueKey, WriteError};
use keyring::KeySlot;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::contact_person::ContactPerson;
use crate::error::{Error, Objection};
use crate::store::contact_person::{self, KIND};
use crate::store::entity::contact_person::Model;
use conventions::fields;
use operation::{Answer, etag};

/// A record as it is now, and the classes that come with the action on it.
pub(in crate::rpc) struct Target {
    pub person: ContactPerson,
    pub row: Model,
    pub classes: ClassSet,
}

/// What a call makes of a record.
pub(in crate::rpc) struct Change {
    pub after: ContactPerson,
    pub kind: ChangeKind,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// The id in the field `contact_person_id` of a request.
pub(super) fn id_of(text: &str) -> Result<Uuid, Error> {
    let mut violations = Violations::default();
    let id = violations.field("contact_person_id", |violations| fields::id(text, violations));
    Ok(require(violations, id)?)
}

impl Target {
    /// Refuses when the caller saw another revision; an empty etag is not compared.
    pub(super) fn compare(&self, sent: &str) -> Result<(), Error> {
        etag::compare(sent, self.person.revision)
    }

    /// Refuses when the caller saw another revision.
    pub(super) fn compare_revision(&self, seen: Option<i64>) -> Result<(), Error> {
        etag::compare_revision(seen, self.person.revision)
    }
}

impl Call {
    /// The contact person of an id, if the caller may do this with it. Rights come before existence.
    pub(in crate::rpc) async fn contact_person(&self, id: Uuid, action: Action) -> Result<Target, Error> {
        let found = contact_person::find(self.service.database(), self.tenant(), id).await?;
        let Some(row) = found else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let facts = contact_person::facts(&row)?;
        let classes = self.allow_to_contact_person(action, &facts).await?;
        let person = contact_person::open(&self.service.records.keyring, self.tenant(), &row).await?;
        Ok(Target { person, row, classes })
    }

    /// Writes the next revision of a contact person, and answers it as the caller may see it.
    pub(in crate::rpc) async fn change_person(
        &self,
        target: &Target,
        change: Change,
    ) -> Result<wire::ContactPerson, Error> {
        let before = &target.person;
        let mut after = ContactPerson { revision: before.revision + 1, ..change.after };
        let key = match &after.personal {
            Some(_) => Some(self.service.records.keyring.key(KeySlot::of_sealed(&target.row.sealed)?).await?),
            None => None,
        };
        let kept = contact_person::keep(self.tenant(), &after, key.as_ref())?;
        let salt = self.service.records.clock.salt();
        let record = contact_person::change(self.tenant(), &self.keys, Some(before), &after, kept, change.kind, salt)?;
        let (old, new) = (contact_person::claims(&self.keys, before), contact_person::claims(&self.keys, &after));
        let releases = old.iter().filter(|key| !new.contains(key)).cloned().collect();
        let claims: Vec<_> = new.into_iter().filter(|key| !old.contains(key)).collect();
        let write = self.write(change.request, claims.clone(), releases, record);
        match self.commit(write, change.validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                if change.validate_only {
                    // Nothing is written that would tell of it.
                    self.log(Act::View, KIND, vec![after.id], target.classes).await?;
                }
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::person(&after, target.classes))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::ContactPerson::again(self, id, revision).await,
            Err(error) => Err(taken(error, &claims)),
        }
    }
}

impl Answer<Service> for wire::ContactPerson {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let now = call.contact_person(id, Action::View).await?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let erased = now.person.personal.is_none();
        let then = contact_person::open_entry(&call.service.records.keyring, call.tenant(), &entry, erased).await?;
        call.log(Act::View, KIND, vec![id], now.classes).await?;
        Ok(encode::person(&then, now.classes))
    }
}

/// What it means that one of the claimed keys is taken.
pub(super) fn taken(error: WriteError, claims: &[UniqueKey]) -> Error {
    match error {
        WriteError::Refused(Refusal::KeyTaken { claim, holder }) => Error::Objection(match claims.get(claim) {
            Some(key) if key.kind == contact_person::PRIMARY_KEY => Objection::PrimaryTaken { holder },
            _ => Objection::ExternalIdTaken,
        }),
        other => other.into(),
    }
}
