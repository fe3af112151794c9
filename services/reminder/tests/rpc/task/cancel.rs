//! CancelTask.

use contracts::reminder::v1::{CancelTaskRequest, ListTasksRequest, TaskState};
use testkit::on_both_engines;

use crate::harness::{Callers, DAY, House, create, task};

on_both_engines! {
    async fn a_cancelled_task_is_told_of_no_more(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let kept = tasks.create_task(create(task("写邮件"))).await.unwrap().into_inner();
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let request = CancelTaskRequest { task_id: created.task_id, outcome: "客户已联系".into(), ..Default::default() };
        let cancelled = tasks.cancel_task(request).await.unwrap().into_inner();
        assert_eq!(cancelled.state(), TaskState::Cancelled);
        house.clock.advance(2 * DAY);
        loop {
            let listed = tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks;
            let of = |id: &str| listed.iter().find(|task| task.task_id == id).unwrap().revision;
            assert_eq!(of(&cancelled.task_id), cancelled.revision);
            if of(&kept.task_id) == 2 {
                break;
            }
        }
    }
}
