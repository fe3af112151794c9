//! The task that a call is about: found, opened, and what the caller may do with it.

use access::{Action, ClassSet};
use contracts::reminder::v1 as wire;
use journal::{Outcome, RequestClaim};
use keyring::SubjectKey;
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::task::{Task, TaskFacts};
use crate::error::Error;
use crate::standing::Concern;
use crate::store::task;

/// A task as it is now, and the classes that come with the action on it.
pub(super) struct Target {
    pub task: Task,
    pub key: Option<SubjectKey>,
    pub classes: ClassSet,
}

/// What a call makes of a task.
pub(super) struct Change<'a> {
    pub before: Option<&'a Task>,
    pub after: Task,
    pub key: Option<SubjectKey>,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// Whose a task is, and about whom.
pub(super) fn concern(facts: &TaskFacts) -> Concern<'_> {
    Concern { assignee: facts.assignee, watchers: &facts.watchers, customer: facts.customer }
}

impl Call {
    /// The task of an id, if the caller may do this with it. Rights come before existence.
    pub(super) async fn task(&self, id: &str, action: Action) -> Result<Target, Error> {
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        let Some(row) = task::find(self.service.database(), self.tenant(), id).await? else {
            self.allow_in_tenant(action)?;
            return Err(Error::NotFound);
        };
        let keyring = &self.service.records.keyring;
        let task = task::open(keyring, &row).await?;
        let classes = self.allow_on(action, concern(&task.facts)).await?;
        // A task whose person was erased has no key any more, and is not written.
        let key = if task.personal.is_some() { task::key(keyring, &row).await? } else { None };
        Ok(Target { task, key, classes })
    }

    /// Writes a revision of a task, and answers it to a caller who may read `classes`.
    pub(super) async fn change_task(&self, change: Change<'_>, classes: ClassSet) -> Result<wire::Task, Error> {
        let Change { before, mut after, key, request, validate_only } = change;
        let record = task::change(self.tenant(), before, &after, key.as_ref(), self.service.records.clock.salt())?;
        match self.commit(self.write(request, Vec::new(), Vec::new(), record), validate_only).await? {
            Outcome::Committed(recorded) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::task(&after, classes))
            }
            Outcome::Replayed { id, revision, .. } => wire::Task::again(self, id, revision).await,
        }
    }
}

impl Answer<Service> for wire::Task {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let task = task::of_entry(&call.service.records.keyring, &entry).await?;
        let classes = call.allow_on(Action::ViewTasks, concern(&task.facts)).await?;
        Ok(encode::task(&task, classes))
    }
}
