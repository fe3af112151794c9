//! CompleteTask.

use contracts::reminder::v1::{CompleteTaskRequest, Task as Sent};

use super::close::Ending;
use crate::call::Call;
use crate::domain::task::TaskState;
use crate::error::Error;

pub(super) async fn complete(call: Call, mut request: CompleteTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.close_task(Ending {
        task_id: &request.task_id,
        state: TaskState::Completed,
        outcome: &request.outcome,
        etag: &request.etag,
        request: claim,
        validate_only: request.validate_only,
    })
    .await
}
