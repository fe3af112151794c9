//! UpdateTask.

use access::Action;
use contracts::reminder::v1::{Task as Sent, UpdateTaskRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::encode;
use super::target::Change;
use crate::call::Call;
use crate::domain::task::{Task, TaskFacts};
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.task.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("task", |violations| {
        let id = violations.field("task_id", |violations| fields::id(&sent.task_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once_on_latest(claim.as_ref(), seen.is_some(), || async {
        let target = call.task(&id.to_string(), Action::WriteTasks).await?;
        operation::etag::compare_revision(seen, target.task.revision)?;
        let before = &target.task;
        let next = before.next_revision().map_err(|_| Error::Objection(Objection::TaskClosed(id)))?;
        let (read, personal) = call.read_task(&sent, Some((before, &mask)), before.facts.create_time).await?;
        let moved = read.first_notice()? != before.facts.first_notice()?;
        let waiting = if moved { Some(read.first_notice()?) } else { before.facts.waiting };
        let after = Task { facts: TaskFacts { waiting, ..read }, personal: Some(personal), ..next };
        let untold = TaskFacts { told: None, ..before.facts.clone() };
        if untold == after.facts && before.personal == after.personal {
            return Ok(encode::task(before, target.classes));
        }
        let (request_claim, validate_only) = (claim.clone(), request.validate_only);
        let change =
            Change { before: Some(before), after, key: target.key.clone(), request: request_claim, validate_only };
        call.change_task(change, target.classes).await
    })
    .await
}
