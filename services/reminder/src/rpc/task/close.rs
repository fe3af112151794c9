//! Ending a task: done, or not to be done.

use access::Action;
use contracts::reminder::v1::Task as Sent;
use conventions::fields::text;
use conventions::violations::{Violations, require};
use journal::RequestClaim;
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::domain::task::{LONGEST_OUTCOME, TaskState};
use crate::error::{Error, Objection};

/// How a task ends.
pub(super) struct Ending<'a> {
    pub task_id: &'a str,
    pub state: TaskState,
    pub outcome: &'a str,
    pub etag: &'a str,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// Ends a task.
    pub(super) async fn close_task(&self, ending: Ending<'_>) -> Result<Sent, Error> {
        let mut violations = Violations::default();
        let outcome = violations.field("outcome", |violations| text(ending.outcome, LONGEST_OUTCOME, violations));
        let outcome = require(violations, outcome)?;
        self.once_on_latest(ending.request.as_ref(), !ending.etag.is_empty(), || async {
            let target = self.task(ending.task_id, Action::WriteTasks).await?;
            etag::compare(ending.etag, target.task.revision)?;
            let now = self.service.records.clock.now();
            let after = target.task.close(ending.state, outcome.clone(), now);
            let after = after.map_err(|_| Error::Objection(Objection::TaskClosed(target.task.id)))?;
            let (request, validate_only) = (ending.request.clone(), ending.validate_only);
            let change = Change { before: Some(&target.task), after, key: target.key, request, validate_only };
            self.change_task(change, target.classes).await
        })
        .await
    }
}
