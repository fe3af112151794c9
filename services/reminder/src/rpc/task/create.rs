//! CreateTask.

use contracts::reminder::v1::{CreateTaskRequest, Task as Sent};

use super::target::Change;
use crate::call::Call;
use crate::domain::task::Task;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.task.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let classes = call.allow_making(&sent.assignee, &sent.customer).await?;
        let records = &call.service.records;
        let now = records.clock.now();
        let (mut facts, personal) = call.read_task(&sent, None, now).await?;
        facts.waiting = Some(facts.first_notice()?);
        let key = records.keyring.key(records.keyring.assign().await?).await?;
        let after =
            Task { id: records.clock.id_of(now), revision: 1, update_time: now, facts, personal: Some(personal) };
        let change = Change {
            before: None,
            after,
            key: Some(key),
            request: claim.clone(),
            validate_only: request.validate_only,
        };
        call.change_task(change, classes).await
    })
    .await
}
