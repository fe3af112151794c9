//! SnoozeTask.

use std::time::Duration;

use contracts::reminder::v1::{GetTaskRequest, SnoozeTaskRequest, Task};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, DAY, House, at, create, fields, task};

on_both_engines! {
    async fn r3_a_task_that_is_put_off_is_told_of_again_then(engine) {
        let house = House::new(engine).await;
        let mut tasks = house.tasks().await;
        let created = tasks.create_task(create(Task { due: "2024-05-20T09:00".into(), ..task("打电话") })).await;
        let read = GetTaskRequest { task_id: created.unwrap().into_inner().task_id };
        let mut seen = tasks.get_task(read.clone()).await.unwrap().into_inner();
        // It was due an hour ago, so it is told of at once.
        while seen.revision < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            seen = tasks.get_task(read.clone()).await.unwrap().into_inner();
        }
        assert_eq!(seen.remind_time, None);
        let until_time = Some(at("2024-05-21T04:00:00Z"));
        let request_id = "018f9a3c-0000-4000-8000-000000000001".to_owned();
        let put_off = SnoozeTaskRequest { task_id: read.task_id.clone(), until_time, request_id, ..Default::default() };
        let snoozed = tasks.snooze_task(put_off.clone()).await.unwrap().into_inner();
        assert_eq!((snoozed.remind_time, &snoozed.due), (until_time, &seen.due));
        house.clock.advance(2 * DAY);
        while tasks.get_task(read.clone()).await.unwrap().into_inner().revision < 4 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let again = tasks.snooze_task(put_off).await.unwrap().into_inner();
        assert_eq!(again, snoozed, "who asks again is answered the same, though the time has passed");
        let refused = SnoozeTaskRequest { task_id: read.task_id, until_time, ..Default::default() };
        let refused = tasks.snooze_task(refused).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["until_time"]);
    }
}
