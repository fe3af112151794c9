//! CancelTask.

use contracts::reminder::v1::{CancelTaskRequest, Task as Sent};

use super::close::Ending;
use crate::call::Call;
use crate::domain::task::TaskState;
use crate::error::Error;

pub(super) async fn cancel(call: Call, mut request: CancelTaskRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.close_task(Ending {
        task_id: &request.task_id,
        state: TaskState::Cancelled,
        outcome: &request.outcome,
        etag: &request.etag,
        request: claim,
        validate_only: request.validate_only,
    })
    .await
}
