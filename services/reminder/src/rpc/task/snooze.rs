//! SnoozeTask.

use access::Action;
use contracts::reminder::v1::{SnoozeTaskRequest, Task as Sent};
use conventions::fields::refuse;
use conventions::time;
use conventions::violations::{Violations, require};
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::domain::task::Passed;
use crate::error::{Error, Objection};

pub(super) async fn snooze(call: Call, mut request: SnoozeTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let now = call.service.now().await?;
        let mut violations = Violations::default();
        let until = violations.field("until_time", |violations| {
            let until = time::to_instant(&request.until_time.unwrap_or_default(), violations)?;
            if until <= now {
                refuse(violations, Passed);
                return None;
            }
            Some(until)
        });
        let until = require(violations, until)?;
        let target = call.task(&request.task_id, Action::WriteTasks).await?;
        etag::compare(&request.etag, target.task.revision)?;
        let after = target.task.snooze(until);
        let after = after.map_err(|_| Error::Objection(Objection::TaskClosed(target.task.id)))?;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        let change = Change { before: Some(&target.task), after, key: target.key, request, validate_only };
        call.change_task(change, target.classes).await
    })
    .await
}
