//! DelegateTask.

use access::Role;
use contracts::reminder::v1::{DelegateTaskRequest, GetTaskRequest, ListTasksRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, task};

on_both_engines! {
    async fn r3_a_delegated_task_is_anothers_and_who_gave_it_still_watches_it(engine) {
        let house = House::new(engine).await;
        let (li_na, hers) = house.person("li.na", Role::Sales).await;
        let (wang_fang, others) = house.person("wang.fang", Role::Sales).await;
        let mut tasks = house.tasks_of(&hers).await;
        let created = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        let request = DelegateTaskRequest {
            task_id: created.task_id.clone(),
            assignee: wang_fang.staff_id.clone(),
            etag: created.etag.clone(),
            ..Default::default()
        };
        let given = tasks.delegate_task(request.clone()).await.unwrap().into_inner();
        assert_eq!((&given.assignee, &given.watchers), (&wang_fang.staff_id, &vec![li_na.staff_id.clone()]));
        let mut others = house.tasks_of(&others).await;
        assert_eq!(others.get_task(GetTaskRequest { task_id: created.task_id }).await.unwrap().into_inner(), given);
        assert_eq!(tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks, [given]);
        let refused = others.delegate_task(request).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
    }
}
