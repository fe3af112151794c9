//! GetTask.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{GetTaskRequest, Task as Sent};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::task::KIND;

pub(super) async fn get(call: Call, request: GetTaskRequest) -> Result<Sent, Error> {
    let target = call.task(&request.task_id, Action::ViewTasks).await?;
    call.log(Act::View, KIND, vec![target.task.id], target.classes).await?;
    Ok(encode::task(&target.task, target.classes))
}
