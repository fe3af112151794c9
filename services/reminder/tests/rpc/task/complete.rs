//! CompleteTask.

use contracts::reminder::v1::{CompleteTaskRequest, ErrorReason, TaskState};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, task};

on_both_engines! {
    async fn r3_a_task_is_completed_once_with_what_came_of_it(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let request = CompleteTaskRequest { task_id: created.task_id, outcome: "已签".into(), ..Default::default() };
        let done = tasks.complete_task(request.clone()).await.unwrap().into_inner();
        assert_eq!((done.state(), done.outcome.as_str()), (TaskState::Completed, "已签"));
        assert!(done.close_time.is_some() && done.remind_time.is_none());
        let refused = tasks.complete_task(request).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TaskClosed.as_str_name());
    }
}
