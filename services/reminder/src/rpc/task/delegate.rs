//! DelegateTask.

use access::Action;
use contracts::reminder::v1::{DelegateTaskRequest, Task as Sent};
use operation::etag;
use uuid::Uuid;

use super::target::Change;
use crate::call::Call;
use crate::error::{Error, Objection};

pub(super) async fn delegate(call: Call, mut request: DelegateTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let assignee = Uuid::try_parse(&request.assignee).map_err(|_| Error::NotFound)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.task(&request.task_id, Action::WriteTasks).await?;
        etag::compare(&request.etag, target.task.revision)?;
        let after = target.task.delegate(assignee);
        let after = after.map_err(|_| Error::Objection(Objection::TaskClosed(target.task.id)))?;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        let change = Change { before: Some(&target.task), after, key: target.key, request, validate_only };
        call.change_task(change, target.classes).await
    })
    .await
}
