//! UpdateTask.

use contracts::reminder::v1::{CancelTaskRequest, ErrorReason, Task, UpdateTaskRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, at, create, fields, task};

fn update(task: Task) -> UpdateTaskRequest {
    UpdateTaskRequest { task: Some(task), ..Default::default() }
}

on_both_engines! {
    async fn another_due_time_is_told_of_anew(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let sent = Task {
            task_id: created.task_id.clone(),
            etag: created.etag.clone(),
            due: "2024-05-22T09:00".into(),
            zone: "Europe/Berlin".into(),
            ..Task::default()
        };
        let updated = tasks.update_task(update(sent.clone())).await.unwrap().into_inner();
        assert_eq!((updated.title.as_str(), updated.revision), ("打电话", 2));
        assert_eq!(updated.remind_time, Some(at("2024-05-22T07:00:00Z")));
        let refused = tasks.update_task(update(sent)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
    }

    async fn what_a_task_is_about_and_whose_it_is_stay(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let sent = Task { assignee: created.task_id.clone(), customer: created.task_id.clone(), ..created };
        let refused = tasks.update_task(update(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["task.customer", "task.assignee"]);
    }

    async fn what_is_closed_is_not_changed(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let request = CancelTaskRequest { task_id: created.task_id, ..Default::default() };
        let cancelled = tasks.cancel_task(request).await.unwrap().into_inner();
        let refused = tasks.update_task(update(Task { title: "写邮件".into(), ..cancelled })).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TaskClosed.as_str_name());
    }
}
