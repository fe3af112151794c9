//! The reminder that a call is about: found, opened, and what the caller may do with it.

use access::{Action, ClassSet};
use contracts::reminder::v1 as wire;
use journal::{Outcome, RequestClaim};
use keyring::SubjectKey;
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::reminder::{Reminder, ReminderFacts};
use crate::error::Error;
use crate::standing::Concern;
use crate::store::reminder;

/// A reminder as it is now, and the classes that come with the action on it.
pub(super) struct Target {
    pub reminder: Reminder,
    pub key: Option<SubjectKey>,
    pub classes: ClassSet,
}

/// What a call makes of a reminder.
pub(super) struct Change<'a> {
    pub before: Option<&'a Reminder>,
    pub after: Reminder,
    pub key: Option<SubjectKey>,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// Whose a reminder is, and about whom.
pub(super) fn concern(facts: &ReminderFacts) -> Concern<'_> {
    Concern { assignee: facts.assignee, watchers: &[], customer: facts.customer }
}

impl Call {
    /// The reminder of an id, if the caller may do this with it. Rights come before existence.
    pub(super) async fn reminder(&self, id: &str, action: Action) -> Result<Target, Error> {
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        let Some(row) = reminder::find(self.service.database(), self.tenant(), id).await? else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let keyring = &self.service.records.keyring;
        let reminder = reminder::open(keyring, &row).await?;
        let classes = self.allow_on(action, concern(&reminder.facts)).await?;
        // A reminder whose person was erased has no key any more, and is not written.
        let key = if reminder.personal.is_some() { reminder::key(keyring, &row).await? } else { None };
        Ok(Target { reminder, key, classes })
    }

    /// Writes a revision of a reminder, and answers it to a caller who may read `classes`.
    pub(super) async fn change_reminder(&self, change: Change<'_>, classes: ClassSet) -> Result<wire::Reminder, Error> {
        let Change { before, mut after, key, request, validate_only } = change;
        let record = reminder::change(self.tenant(), before, &after, key.as_ref(), self.service.records.clock.salt())?;
        match self.commit(self.write(request, Vec::new(), Vec::new(), record), validate_only).await? {
            Outcome::Committed(recorded) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::reminder(&after, classes))
            }
            Outcome::Replayed { id, revision, .. } => wire::Reminder::again(self, id, revision).await,
        }
    }
}

impl Answer<Service> for wire::Reminder {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let reminder = reminder::of_entry(&call.service.records.keyring, &entry).await?;
        let classes = call.allow_on(Action::ViewTasks, concern(&reminder.facts)).await?;
        Ok(encode::reminder(&reminder, classes))
    }
}
