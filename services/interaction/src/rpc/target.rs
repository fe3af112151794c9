//! The record that a call is about, of whatever kind: made, found, opened, changed, and what the caller may do with it.

use access::log::Act;
use access::{Action, ClassSet};
use conventions::fields;
use conventions::time::to_instant;
use conventions::violations::{Violations, require};
use customers::Customer;
use expression::Schema;
use journal::{ChangeKind, Outcome, Refusal, RequestClaim, UniqueKey, WriteError};
use operation::{Answer, etag};
use prost_types::Timestamp;
use uuid::Uuid;

use super::draft::Draft;
use crate::Service;
use crate::call::Call;
use crate::domain::activity::{Activity, Facts, Kind, State};
use crate::error::{Error, Objection};
use crate::store::activity;

/// A kind of record that is a resource of the contract.
pub(super) trait Resource: Kind {
    /// The message.
    type Sent: Answer<Service> + Send;
    /// What one needs to be allowed to read one.
    const VIEW: Action;
    /// What one needs to be allowed to make or change one.
    const EDIT: Action;

    /// The fields by which such records are filtered.
    fn filters() -> &'static Schema;

    /// The message for a caller who may read `classes`.
    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Self::Sent;
}

/// A record as it is now, and the classes that come with the action on it.
pub(super) struct Target<K: Kind> {
    pub activity: Activity<K>,
    pub classes: ClassSet,
}

/// What a call makes of a record.
pub(super) struct Change<K: Kind> {
    pub after: Activity<K>,
    pub kind: ChangeKind,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// The id in a field of a request.
pub(super) fn id_of(field: &'static str, text: &str) -> Result<Uuid, Error> {
    let mut violations = Violations::default();
    let id = violations.field(field, |violations| fields::id(text, violations));
    Ok(require(violations, id)?)
}

impl<K: Kind> Target<K> {
    /// Refuses when the caller saw another revision; an empty etag is not compared.
    pub(super) fn compare(&self, sent: &str) -> Result<(), Error> {
        etag::compare(sent, self.activity.revision)
    }

    /// The change of this record's state that `state` makes, or why it cannot be.
    pub(super) fn refused(&self, state: conventions::record_state::StateError) -> Error {
        Error::State(K::COLLECTION, self.activity.id, state)
    }
}

impl Call {
    /// The record of an id, if the caller may do this with it. Rights come before existence.
    pub(super) async fn target<K: Kind>(&self, id: Uuid, action: Action) -> Result<Target<K>, Error> {
        let found = activity::find(self.service.database(), self.tenant(), id).await?;
        let Some(row) = found.filter(|row| row.kind == K::NAME) else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let (_, classes) = self.customer(&row.customer_id.to_string(), action).await?;
        let activity = activity::open(&self.service.records.keyring, &row).await?;
        Ok(Target { activity, classes })
    }

    /// A record as it is now, or as it stood in the books at a recorded time, as far as the caller may see it.
    pub(super) async fn read<K: Resource>(&self, id: Uuid, as_of: Option<&Timestamp>) -> Result<K::Sent, Error> {
        let mut target = self.target::<K>(id, K::VIEW).await?;
        if let Some(as_of) = as_of {
            let mut violations = Violations::default();
            let time = violations.field("as_of", |violations| to_instant(as_of, violations));
            let time = require(violations, time)?;
            let records = &self.service.records;
            let entry = records.journal.as_of(self.tenant(), id, time).await?.ok_or(Error::NotFound)?;
            let erased = target.activity.personal.is_none();
            target.activity = activity::open_entry(&records.keyring, &entry, erased).await?;
        }
        self.log(Act::View, K::NAME, vec![id], target.classes).await?;
        Ok(K::encode(&target.activity, target.classes))
    }

    /// Makes a record about a customer, and answers it as the caller may see it.
    pub(super) async fn make<K: Resource>(
        &self,
        (customer, classes): (&Customer, ClassSet),
        (occur_time, own, personal): Draft<K>,
        claims: Vec<UniqueKey>,
        (request, validate_only): (Option<RequestClaim>, bool),
    ) -> Result<K::Sent, Error> {
        let now = self.service.records.clock.now();
        let facts = Facts {
            customer: customer.id,
            state: State::Active,
            occur_time,
            author: self.caller.staff.as_ref().map(|staff| staff.id),
            create_time: now,
            delete_time: None,
            own,
        };
        let id = self.service.records.clock.id_of(now);
        let after: Activity<K> = Activity { id, revision: 1, update_time: now, facts, personal: Some(personal) };
        self.write_revision((None, after), classes, ChangeKind::Created, claims, (request, validate_only)).await
    }

    /// Writes the next revision of a record, and answers it as the caller may see it.
    pub(super) async fn change<K: Resource>(&self, target: &Target<K>, change: Change<K>) -> Result<K::Sent, Error> {
        let Change { after, kind, request, validate_only } = change;
        let after = Activity { revision: target.activity.revision + 1, ..after };
        let revisions = (Some(&target.activity), after);
        self.write_revision(revisions, target.classes, kind, Vec::new(), (request, validate_only)).await
    }

    async fn write_revision<K: Resource>(
        &self,
        (before, mut after): (Option<&Activity<K>>, Activity<K>),
        classes: ClassSet,
        kind: ChangeKind,
        claims: Vec<UniqueKey>,
        (request, validate_only): (Option<RequestClaim>, bool),
    ) -> Result<K::Sent, Error> {
        let key = self.service.subject_keys.of(self.tenant(), after.facts.customer).await?;
        let record =
            activity::change(self.tenant(), (before, &after), Some(&key), kind, self.service.records.clock.salt())?;
        match self.commit(self.write(request, claims, Vec::new(), record), validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                if validate_only {
                    // Nothing is written that would tell of it.
                    self.log(Act::View, K::NAME, vec![after.id], classes).await?;
                }
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(K::encode(&after, classes))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => K::Sent::again(self, id, revision).await,
            // Keys are claimed for external ids alone.
            Err(WriteError::Refused(Refusal::KeyTaken { holder, .. })) => {
                Err(Error::Objection(Objection::ExternalIdTaken { holder }))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes a record that the caller may change.
    pub(super) async fn delete<K: Resource>(
        &self,
        id: Uuid,
        etag: &str,
        request: Option<RequestClaim>,
        validate_only: bool,
    ) -> Result<K::Sent, Error> {
        let target = self.target::<K>(id, K::EDIT).await?;
        target.compare(etag)?;
        let after = target.activity.deleted(self.service.records.clock.now()).map_err(|state| target.refused(state))?;
        self.change(&target, Change { after, kind: ChangeKind::Deleted, request, validate_only }).await
    }

    /// Brings a record back that the caller may change.
    pub(super) async fn undelete<K: Resource>(
        &self,
        id: Uuid,
        etag: &str,
        request: Option<RequestClaim>,
        validate_only: bool,
    ) -> Result<K::Sent, Error> {
        let target = self.target::<K>(id, K::EDIT).await?;
        target.compare(etag)?;
        let after = target.activity.undeleted().map_err(|state| target.refused(state))?;
        self.change(&target, Change { after, kind: ChangeKind::Undeleted, request, validate_only }).await
    }

    /// The record as a change left it, as far as the caller may see it now.
    pub(super) async fn again<K: Resource>(&self, id: Uuid, revision: i64) -> Result<K::Sent, Error> {
        let now = self.target::<K>(id, K::VIEW).await?;
        let records = &self.service.records;
        let entry = records.journal.revision(self.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let then = activity::open_entry(&records.keyring, &entry, now.activity.personal.is_none()).await?;
        self.log(Act::View, K::NAME, vec![id], now.classes).await?;
        Ok(K::encode(&then, now.classes))
    }
}
