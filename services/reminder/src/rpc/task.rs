//! TaskService: its RPCs, by name.

mod cancel;
mod close;
mod complete;
mod create;
mod decode;
mod delegate;
pub(crate) mod encode;
mod get;
mod list;
mod snooze;
mod target;
mod update;

use std::sync::Arc;

use contracts::reminder::v1::task_service_server::TaskService;
use contracts::reminder::v1::{
    CancelTaskRequest, CompleteTaskRequest, CreateTaskRequest, DelegateTaskRequest, GetTaskRequest, ListTasksRequest,
    ListTasksResponse, SnoozeTaskRequest, Task, UpdateTaskRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TaskService.
pub struct Tasks(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TaskService for Tasks {
    async fn create_task(&self, request: Request<CreateTaskRequest>) -> Answer<Task> {
        self.0.answer(request, create::create).await
    }

    async fn get_task(&self, request: Request<GetTaskRequest>) -> Answer<Task> {
        self.0.answer(request, get::get).await
    }

    async fn update_task(&self, request: Request<UpdateTaskRequest>) -> Answer<Task> {
        self.0.answer(request, update::update).await
    }

    async fn list_tasks(&self, request: Request<ListTasksRequest>) -> Answer<ListTasksResponse> {
        self.0.answer(request, list::list).await
    }

    async fn snooze_task(&self, request: Request<SnoozeTaskRequest>) -> Answer<Task> {
        self.0.answer(request, snooze::snooze).await
    }

    async fn delegate_task(&self, request: Request<DelegateTaskRequest>) -> Answer<Task> {
        self.0.answer(request, delegate::delegate).await
    }

    async fn complete_task(&self, request: Request<CompleteTaskRequest>) -> Answer<Task> {
        self.0.answer(request, complete::complete).await
    }

    async fn cancel_task(&self, request: Request<CancelTaskRequest>) -> Answer<Task> {
        self.0.answer(request, cancel::cancel).await
    }
}
